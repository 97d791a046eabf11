/** Opening a TCP listener. Contract: a port nobody set and that is taken gives way to the next free one; one that was set does not. */
import { once } from 'node:events';
import type { AddressInfo, Server } from 'node:net';
import { pmcError, reasonOf } from '../errors.ts';

export interface ListenOptions { readonly host: string; readonly port: number; readonly nextFree: boolean }

/** Listens and returns the port. PMC_PORT_TAKEN, or PMC_CONFIG_INVALID for a port or host that cannot be used. */
export async function listen(server: Server, { host, port, nextFree }: ListenOptions): Promise<number> {
  for (let candidate = port; ; candidate += 1) {
    try {
      server.listen(candidate, host);
      await once(server, 'listening');
      return (server.address() as AddressInfo).port;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code === 'EADDRINUSE' && nextFree && candidate < 65_535) continue;
      if (code === 'EADDRINUSE') throw pmcError('PMC_PORT_TAKEN', { name: 'MQTT_PORT', port: candidate, host }, error);
      const [name, value] = code === 'EACCES' ? ['MQTT_PORT', candidate] : ['HOST', host];
      throw pmcError('PMC_CONFIG_INVALID', { name, value, reason: reasonOf(error) }, error);
    }
  }
}
