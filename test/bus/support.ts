/** Helpers of the bus tests: a bus on a free port, and clients that are closed at the end. */
import type { Test } from 'tap';
import type { IClientOptions, MqttClient } from 'mqtt';
import mqtt from 'mqtt';
import { systemClock } from '../../src/runtime/index.ts';
import type { Keys } from '../../src/bus/access.ts';
import type { EmbeddedBusOptions } from '../../src/bus/embedded-bus.ts';
import { EmbeddedBus } from '../../src/bus/embedded-bus.ts';
import { SqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { recordingLog } from '../../src/runtime/testing/index.ts';

export const OPERATOR_TOKEN = 'an-operator-token-of-thirty-two-characters';

type Overrides = Partial<Omit<EmbeddedBusOptions, 'access'>> & {
  anonymous?: boolean;
  homeAssistant?: boolean;
  keys?: Keys;
};

/** There are no keys. */
export const noKeys: Keys = { check: async () => undefined, hold: () => () => undefined };

export function busOptions({
  anonymous = true,
  homeAssistant = false,
  keys = noKeys,
  ...overrides
}: Overrides = {}): EmbeddedBusOptions {
  return {
    host: '127.0.0.1',
    port: 0,
    portIsDefault: false,
    tls: null,
    store: new SqliteStore(':memory:', systemClock),
    nodeId: 'node-1',
    clock: systemClock,
    log: recordingLog(),
    access: { operatorToken: OPERATOR_TOKEN, anonymous, homeAssistant, keys },
    ...overrides,
  };
}

export async function startBus(t: Test, overrides: Overrides = {}): Promise<EmbeddedBus> {
  const bus = new EmbeddedBus(busOptions(overrides));
  await bus.start();
  t.teardown(() => bus.close());
  return bus;
}

/** A client from outside. It is not connected yet when this returns. */
export function outsider(t: Test, bus: EmbeddedBus, options: IClientOptions = {}): MqttClient {
  const client = mqtt.connect({
    host: '127.0.0.1',
    port: bus.port!,
    protocolVersion: 4,
    reconnectPeriod: 0,
    ...options,
  });
  t.teardown(() => client.endAsync(true));
  return client;
}

export async function connected(t: Test, bus: EmbeddedBus, options: IClientOptions = {}): Promise<MqttClient> {
  const client = outsider(t, bus, options);
  await new Promise<void>((resolve, reject) => {
    client.once('connect', () => resolve());
    client.once('error', reject);
  });
  return client;
}

export const asOperator: IClientOptions = { username: 'operator', password: OPERATOR_TOKEN };

export interface Received {
  topic: string;
  body: unknown;
  retain: boolean;
  qos: number;
}

/** Resolves with the first `count` messages from now on. */
export function receive(client: MqttClient, count: number): Promise<Received[]> {
  return new Promise((resolve) => {
    const received: Received[] = [];
    client.on('message', (topic, payload, packet) => {
      received.push({ topic, body: JSON.parse(payload.toString()), retain: packet.retain, qos: packet.qos });
      if (received.length === count) resolve(received);
    });
  });
}

/** Resolves when `holds` returns true. Checks at each turn of the event loop. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds()))
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
}
