/**
 * Makes a server listen. If a default port is taken, the next free one is used. A taken port that was configured is an
 * error.
 */
import { configError } from '../config/errors.ts';
import { reasonOf } from '../runtime/index.ts';
import { netError } from './errors.ts';

export interface ListenAt {
  /** Name of the variable that sets the port. */
  readonly name: 'PORT' | 'MQTT_PORT' | 'MQTTS_PORT';
  readonly host: string;
  readonly port: number;
  /** Whether to use the next free port if this one is taken. */
  readonly nextFree: boolean;
}

const PORT_MAX = 65_535;

/**
 * Calls `listen`, which resolves with the port in use. Rejects with PMC_PORT_TAKEN, or with PMC_CONFIG_INVALID if the
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

/** Makes an HTTP server listen. Rejects with the same errors. */
export function listenHttp(
  app: { listen(at: { host: string; port: number }): Promise<string> },
  at: ListenAt,
): Promise<number> {
  return listenAt(at, async (port) => Number(new URL(await app.listen({ host: at.host, port })).port || port));
}
