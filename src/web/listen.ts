/** Contract: a PORT nobody set and that is taken gives way to the next free one; one that was set does not. */
import { pmcError, reasonOf } from '../errors.ts';
import type { WebDeps } from './deps.ts';
import type { WebServer } from './web-server.ts';

const PORT_MAX = 65_535;

/** Listens and returns the port. PMC_PORT_TAKEN, or PMC_CONFIG_INVALID for a host or port that may not be used. */
export async function listen(app: WebServer, { host, port, portIsDefault }: WebDeps['http']): Promise<number> {
  for (let candidate = port; ; candidate += 1) {
    try {
      return Number(new URL(await app.listen({ host, port: candidate })).port || candidate);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code === 'EADDRINUSE' && portIsDefault && candidate < PORT_MAX) continue;
      if (code === 'EADDRINUSE') throw pmcError('PMC_PORT_TAKEN', { name: 'PORT', port: candidate, host }, error);
      throw pmcError('PMC_CONFIG_INVALID', code === 'EACCES'
        ? { name: 'PORT', value: candidate, reason: reasonOf(error) } : { name: 'HOST', value: host, reason: reasonOf(error) }, error);
    }
  }
}

/** The URL of this machine's browsers for a server that listens at `host`. */
export function urlOf(host: string, port: number): string {
  const anywhere = host === '0.0.0.0' || host === '::';
  return `http://${anywhere ? 'localhost' : host.includes(':') ? `[${host}]` : host}:${port}`;
}
