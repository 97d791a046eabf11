/** Checks whether the system can listen on a port. */
import { configError } from '../../config/errors.ts';
import { netError } from '../../net/errors.ts';
import { isPortFree } from '../../net/free-port.ts';
import { reasonOf } from '../../runtime/index.ts';

export interface PortToListenOn {
  name: 'PORT' | 'MQTT_PORT' | 'MQTTS_PORT';
  port: number;
  /** Whether the port is the default. If a default port is taken, the next free one is used. */
  isDefault: boolean;
  host: string;
}

export async function examinePort({ name, port, isDefault, host }: PortToListenOn): Promise<string> {
  const isFree = await isPortFree(port, host).catch((error: unknown) => {
    const found = { name: `${name}=${port} HOST`, value: host, reason: reasonOf(error) };
    throw configError('PMC_CONFIG_INVALID', found, error);
  });
  if (isFree) return 'free';
  if (isDefault) return 'taken; the next free one will be used';
  throw netError('PMC_PORT_TAKEN', { name, port, host });
}
