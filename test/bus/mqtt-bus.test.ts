import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import mqtt from 'mqtt';
import type { MqttClient } from 'mqtt';
import t from 'tap';
import type { Test } from 'tap';
import { transportContract } from '../../src/runtime/testing/index.ts';
import { eventually } from '../support/eventually.ts';
import { busAt, startedAt, threadOf } from './external-bus.ts';
import { findMosquitto, startMosquitto } from '../support/mosquitto.ts';

const program = findMosquitto(t);
const skip = program === undefined && 'no mosquitto';
const NODE = 'pickmyclass/nodes/node-1';
const STATE = 'pickmyclass/sections/asu/2267/66445';

/** Reads along with a separate client and keeps the last message of each topic. */
async function readAlong(
  t: Test,
  port: number,
  filter: string,
): Promise<{ client: MqttClient; last: Map<string, unknown> }> {
  const client = await mqtt.connectAsync({ host: '127.0.0.1', port, protocolVersion: 4, reconnectPeriod: 50 });
  t.teardown(() => client.endAsync(true));
  const last = new Map<string, unknown>();
  client.on('message', (topic, payload) => last.set(topic, JSON.parse(payload.toString())));
  await client.subscribeAsync(filter, { qos: 1 });
  return { client, last };
}

t.test('a bus on an external broker passes the transport contract', { skip }, async (t) => {
  const { port } = await startMosquitto(t, program!);
  transportContract(
    (title, body) => t.test(title, body),
    () => busAt(port),
    'pickmyclass/actors',
  );
});

t.test(
  "nodes on one broker receive each other's messages; a cleared topic is no longer retained",
  { skip },
  async (t) => {
    const { port } = await startMosquitto(t, program!);
    const [one, two] = [await startedAt(t, port), await startedAt(t, port, 'node-2')];
    const heard: string[] = [];
    await two.subscribe('pickmyclass/actors/node-2/#', (topic, payload) => heard.push(`${topic} ${payload}`));
    await one.publish('pickmyclass/actors/node-2/web', 'news');
    await eventually(() => heard.length === 1);
    t.same(heard, ['pickmyclass/actors/node-2/web news']);
    await one.clearRetained('pickmyclass/nodes/node-2');
    const { last } = await readAlong(t, port, 'pickmyclass/nodes/#');
    await eventually(() => last.has('pickmyclass/nodes/node-1'));
    t.notOk(last.has('pickmyclass/nodes/node-2'));
  },
);

t.test('an actor in a thread sends and receives through the shared broker', { skip }, async (t) => {
  const { port } = await startMosquitto(t, program!);
  const bus = await startedAt(t, port);
  const thread = await threadOf(t, bus);
  const heard: string[] = [];
  await bus.subscribe('pickmyclass/actors/node-1/#', (_, payload) => heard.push(`main ${payload}`));
  await thread.subscribe('pickmyclass/actors/node-1/worker', (_, payload) => heard.push(`thread ${payload}`));
  await thread.publish('pickmyclass/actors/node-1/main', 'from thread');
  await bus.publish('pickmyclass/actors/node-1/worker', 'from main');
  await eventually(() => heard.length === 3);
  t.same(heard.sort(), ['main from main', 'main from thread', 'thread from main']);
});

t.test(
  'after a restart of the broker, listeners are called and threads and subscriptions work again',
  { skip },
  async (t) => {
    const broker = await startMosquitto(t, program!);
    const bus = await startedAt(t, broker.port);
    const thread = await threadOf(t, bus);
    const heard: string[] = [];
    let republished = 0;
    bus.onConnect(() => {
      republished += 1;
    });
    await bus.subscribe('pickmyclass/actors/node-1/main', (_, payload) => heard.push(payload));
    await thread.subscribe('pickmyclass/actors/node-1/worker', (_, payload) => heard.push(payload));
    await broker.kill();
    await eventually(() => !bus.connected);
    await t.rejects(bus.publish('pickmyclass/actors/node-1/main', ''), { code: 'PMC_BUS_UNAVAILABLE' });
    await t.rejects(bus.publishPublic(STATE, 1, { retain: true }), { code: 'PMC_BUS_UNAVAILABLE' });
    await broker.start();
    await eventually(() => bus.connected);
    t.equal(republished, 1);
    await eventually(() =>
      thread.publish('pickmyclass/actors/node-1/main', 'from thread').then(
        () => heard.includes('from thread'),
        () => false,
      ),
    );
    await eventually(() =>
      bus.publish('pickmyclass/actors/node-1/worker', 'from main').then(() => heard.includes('from main')),
    );
  },
);

t.test('listeners are called on every connection, because messages sent in between are lost', { skip }, async (t) => {
  const { port } = await startMosquitto(t, program!);
  const bus = await startedAt(t, port);
  let republished = 0;
  bus.onConnect(() => {
    republished += 1;
  });
  await bus.close();
  await bus.start();
  t.equal(republished, 1);
});

t.test('messages under way when the broker dies are rejected, so that nobody waits for them', { skip }, async (t) => {
  const broker = await startMosquitto(t, program!);
  const bus = await startedAt(t, broker.port);
  const sent = Promise.allSettled(
    Array.from({ length: 1_500 }, (_, n) => bus.publishPublic(STATE, n, { retain: true })),
  );
  await broker.kill();
  const refused = (await sent).filter((result) => result.status === 'rejected');
  t.ok(refused.length >= 500, 'beyond the limit at once');
  for (const { reason } of refused) t.equal((reason as { code: string }).code, 'PMC_BUS_UNAVAILABLE');
});

t.test('the node is online while it is connected, and offline when it closes', { skip }, async (t) => {
  const { port } = await startMosquitto(t, program!);
  const { last } = await readAlong(t, port, 'pickmyclass/nodes/#');
  const bus = await startedAt(t, port);
  await eventually(() => last.has(NODE));
  t.match(last.get(NODE), { online: true, startedAt: /^\d{4}-.*Z$/ });
  await bus.close();
  await eventually(() => (last.get(NODE) as { online: boolean }).online === false);
});

t.test('start can be repeated when the broker was away', { skip }, async (t) => {
  const broker = await startMosquitto(t, program!);
  const bus = busAt(broker.port);
  t.teardown(() => bus.close());
  await broker.kill();
  await t.rejects(bus.start(), { code: 'PMC_BUS_UNAVAILABLE', next: 'later' });
  await broker.start();
  await bus.start();
  t.equal(bus.connected, true);
});

t.test('closing the bus rejects a start that is still waiting for the broker', async (t) => {
  const silent = createServer().listen(0, '127.0.0.1');
  await once(silent, 'listening');
  t.teardown(() => silent.close());
  const bus = busAt((silent.address() as AddressInfo).port);
  const asked = once(silent, 'connection');
  const started = bus.start();
  const rejected = t.rejects(started, { code: 'PMC_BUS_UNAVAILABLE' });
  await asked;
  await bus.close();
  await rejected;
});
