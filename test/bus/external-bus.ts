/** Helpers of the tests of a bus on an external broker. */
import { MessageChannel } from 'node:worker_threads';
import type { Test } from 'tap';
import type { Logger } from '../../src/runtime/index.ts';
import { systemClock } from '../../src/runtime/index.ts';
import { MqttBus } from '../../src/bus/mqtt-bus.ts';
import type { ClientTransport } from '../../src/bus/client-transport.ts';
import { connect } from '../../src/bus/port-client.ts';
import { recordingLog } from '../../src/runtime/testing/index.ts';

/** A bus on the broker at `port`. It is not started. */
export function busAt(port: number, nodeId = 'node-1', log: Logger = recordingLog()): MqttBus {
  return new MqttBus({
    url: `mqtt://127.0.0.1:${port}`,
    nodeId,
    clock: systemClock,
    log,
    random: () => 0,
    reconnect: { minMs: 20, maxMs: 100 },
  });
}

/** A started bus, closed at the end of the test. */
export async function startedAt(t: Test, port: number, nodeId?: string): Promise<MqttBus> {
  const bus = busAt(port, nodeId);
  t.teardown(() => bus.close());
  await bus.start();
  return bus;
}

/** The transport of a worker thread of the bus. */
export function threadOf(t: Test, bus: MqttBus): Promise<ClientTransport> {
  const connected = connect(() => {
    const { port1, port2 } = new MessageChannel();
    bus.acceptPort(port1);
    return port2;
  });
  t.teardown(async () => (await connected).close());
  return connected;
}
