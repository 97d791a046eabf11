/** Where the campus listens. */
import type { FastifyInstance } from 'fastify';
import { reasonOf } from '../../src/runtime/index.ts';
import { campusError } from './errors.ts';

const FIRST_PORT = 4_000;
const LAST_PORT = 65_535;

/**
 * Listens on `port` (0: any free one), or without one on the first free port from 4000. Returns the origin for browsers
 * on this machine, `http://127.0.0.1:4000`.
 * @throws PMC_PORT_TAKEN, PMC_CONFIG_INVALID when the host or the port cannot be used
 */
export async function listen(
  app: FastifyInstance,
  host: string,
  scheme: 'http' | 'https',
  port?: number,
): Promise<string> {
  for (let candidate = port ?? FIRST_PORT; ; candidate += 1) {
    try {
      const { port: inUse } = new URL(await app.listen({ host, port: candidate }));
      // A URL leaves out the port of its scheme.
      return `${scheme}://${nameOf(host)}:${inUse || candidate}`;
    } catch (error) {
      const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
      if (!taken || port !== undefined || candidate === LAST_PORT) throw refusal(error, host, candidate);
    }
  }
}

function refusal(error: unknown, host: string, port: number): Error {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') return campusError('PMC_PORT_TAKEN', { port, host }, error);
  const [name, value] = code === 'EACCES' ? ['--port', port] : ['--host', host];
  return campusError('PMC_CONFIG_INVALID', { name, value, reason: reasonOf(error) }, error);
}

function nameOf(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}
