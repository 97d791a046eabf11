/**
 * Where a server listens, and the URL that makes. Contract: a port nobody set and that is taken gives way to the next
 * free one; one that was set does not.
 */
import { configError } from '../config/errors.ts';
import { netError } from './errors.ts';
import { reasonOf } from '../runtime/index.ts';

export interface ListenAt {
  /** The variable or option that sets the port. */
  readonly name: 'PORT' | 'MQTT_PORT' | '--port';
  readonly host: string;
  readonly port: number;
  /** Takes the next free port where this one is taken. */
  readonly nextFree: boolean;
}

const PORT_MAX = 65_535;

/**
 * Tries `listen`, which resolves with the port in use. PMC_PORT_TAKEN, or PMC_CONFIG_INVALID for a host or port that
 * may not be used.
 */
export async function listenAt(
  { name, host, port, nextFree }: ListenAt,
  listen: (port: number) => Promise<number>,
): Promise<number> {
  for (let candidate = port; ; candidate += 1) {
    try {
      return await listen(candidate);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code === 'EADDRINUSE' && nextFree && candidate < PORT_MAX) continue;
      if (code === 'EADDRINUSE') throw netError('PMC_PORT_TAKEN', { name, port: candidate, host }, error);
      throw configError(
        'PMC_CONFIG_INVALID',
        code === 'EACCES'
          ? { name, value: candidate, reason: reasonOf(error) }
          : { name: name === '--port' ? '--host' : 'HOST', value: host, reason: reasonOf(error) },
        error,
      );
    }
  }
}

/** Has an HTTP server listen; the same errors. */
export function listenHttp(
  app: { listen(at: { host: string; port: number }): Promise<string> },
  at: ListenAt,
): Promise<number> {
  return listenAt(at, async (port) => Number(new URL(await app.listen({ host: at.host, port })).port || port));
}

/** The URL of this machine's browsers for a server that listens at `host`. */
export function urlOf(host: string, port: number): string {
  const anywhere = host === '0.0.0.0' || host === '::';
  return `http://${anywhere ? 'localhost' : host.includes(':') ? `[${host}]` : host}:${port}`;
}
