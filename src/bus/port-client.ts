/**
 * The transport of actors in a worker thread: an MQTT client over a MessagePort of the main thread. The runtime loads
 * this module in each worker.
 */
import { randomUUID } from 'node:crypto';
import type { MessagePort } from 'node:worker_threads';
import { threadId } from 'node:worker_threads';
import { MqttClient } from 'mqtt';
import { reasonOf } from '../runtime/index.ts';
import { busError } from './errors.ts';
import { ClientTransport } from './client-transport.ts';
import { PortStream } from './port-stream.ts';

const RECONNECT_MS = 100;

/**
 * Connects over a port from `newPort`, whose other end must reach `Bus.acceptPort`. `newPort` is called again for each
 * reconnection. Resolves when connected. Subscriptions survive a reconnection. `onConnection` is called with false when
 * the connection is lost, and with true when it and its subscriptions are back.
 */
export async function connect(
  newPort: () => MessagePort,
  onConnection?: (connected: boolean) => void,
): Promise<ClientTransport> {
  const client = new MqttClient(() => new PortStream(newPort()), {
    protocolId: 'MQTT',
    protocolVersion: 4,
    clientId: `thread-${threadId}-${randomUUID()}`,
    clean: true,
    // The port itself reports that its other end is gone.
    keepalive: 0,
    reconnectPeriod: RECONNECT_MS,
    queueQoSZero: false,
    resubscribe: false,
    // The cache has a buffer for each number from 0 to 65,535: 7 MB per thread.
    writeCache: false,
  });
  const transport = new ClientTransport(client, onConnection);
  try {
    await new Promise<void>((resolve, reject) => {
      client.once('connect', () => resolve());
      client.once('error', reject);
    });
  } catch (error) {
    client.end(true);
    throw busError('PMC_BUS_UNAVAILABLE', { reason: reasonOf(error) }, error);
  }
  return transport;
}
