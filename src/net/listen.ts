/**
 * Makes a server listen. A taken port that came from the defaults gives way to the next free one; a port that somebody
 * set does not.
 */
import { configError } from '../config/errors.ts';
import { reasonOf } from '../runtime/index.ts';
import { netError } from './errors.ts';

export interface ListenAt {
  /** The variable that sets the port. */
  readonly name: 'PORT' | 'MQTT_PORT';
  readonly host: string;
  readonly port: number;
  /** Takes the next free port when this one is taken. */
  readonly nextFree: boolean;
}

const PORT_MAX = 65_535;

/**
 * Calls `listen`, which resolves with the port in use. Rejects with PMC_PORT_TAKEN, or with PMC_CONFIG_INVALID when the
 * host or the port cannot be used.
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
      const [variable, value] = code === 'EACCES' ? [name, candidate] : ['HOST', host];
      throw configError('PMC_CONFIG_INVALID', { name: variable, value, reason: reasonOf(error) }, error);
    }
  }
}

/** Makes an HTTP server listen. The same errors. */
export function listenHttp(
  app: { listen(at: { host: string; port: number }): Promise<string> },
  at: ListenAt,
): Promise<number> {
  return listenAt(at, async (port) => Number(new URL(await app.listen({ host: at.host, port })).port || port));
}
