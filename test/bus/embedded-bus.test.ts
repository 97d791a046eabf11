import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { PassThrough } from 'node:stream';
import { MessageChannel } from 'node:worker_threads';
import t from 'tap';
import { recordingLog } from '../../src/runtime/testing/index.ts';
import { asOperator, connected, outsider, receive, startBus } from './support.ts';

const STATE = 'pickmyclass/sections/asu/2267/66445';
const ACTOR = 'pickmyclass/actors/node-1/publisher';

t.test('messages between actors arrive in order, with wildcards, until the subscription is closed', async (t) => {
  const bus = await startBus(t);
  const heard: string[] = [];
  const subscription = await bus.subscribe('pickmyclass/actors/node-1/#', (topic, payload) =>
    heard.push(`${topic} ${payload}`),
  );
  await bus.publish(ACTOR, 'one');
  await bus.publish(ACTOR, 'two');
  await bus.publish('pickmyclass/actors/node-2/publisher', 'elsewhere');
  await subscription.close();
  await bus.publish(ACTOR, 'three');
  t.same(heard, [`${ACTOR} one`, `${ACTOR} two`]);
});

t.test('a subscriber that throws disturbs neither the publisher nor the others', async (t) => {
  const log = recordingLog();
  const bus = await startBus(t, { log });
  const heard: string[] = [];
  await bus.subscribe(ACTOR, () => {
    throw new Error('broken subscriber');
  });
  await bus.subscribe(ACTOR, (_, payload) => heard.push(payload));
  await bus.publish(ACTOR, 'one');
  t.same(heard, ['one']);
  t.match(log.lines, [{ level: 'error', fields: { topic: ACTOR, err: { message: 'broken subscriber' } } }]);
});

t.test('an outsider receives what is published after it subscribed, at QoS 1 and not as retained', async (t) => {
  const bus = await startBus(t);
  const client = await connected(t, bus);
  await client.subscribeAsync('pickmyclass/sections/#', { qos: 1 });
  const received = receive(client, 1);
  await bus.publishPublic(STATE, { version: 1 }, { retain: true });
  t.same(await received, [{ topic: STATE, body: { version: 1 }, retain: false, qos: 1 }]);
});

t.test('a late subscriber receives the last retained state of each topic, and no changes', async (t) => {
  const bus = await startBus(t);
  await bus.publishPublic(STATE, { version: 1 }, { retain: true });
  await bus.publishPublic(STATE, { version: 2 }, { retain: true });
  await bus.publishPublic('pickmyclass/changes/asu/2267/66445/opened', { id: 'a' }, { retain: false });
  const client = await connected(t, bus);
  const received = receive(client, 2);
  await client.subscribeAsync(['pickmyclass/changes/#', 'pickmyclass/sections/#', 'pickmyclass/nodes/#'], { qos: 1 });
  t.match(
    (await received).toSorted((a, b) => a.topic.localeCompare(b.topic)),
    [
      { topic: 'pickmyclass/nodes/node-1', body: { online: true }, retain: true },
      { topic: STATE, body: { version: 2 }, retain: true, qos: 1 },
    ],
  );
});

t.test('what is cleared is retained no more', async (t) => {
  const bus = await startBus(t);
  for (const key of ['1', '2'])
    await bus.publishPublic(`pickmyclass/sections/asu/2267/${key}`, { key }, { retain: true });
  await bus.clearRetained('pickmyclass/sections/asu/2267/1');
  const client = await connected(t, bus);
  const received = receive(client, 1);
  await client.subscribeAsync('pickmyclass/sections/#', { qos: 1 });
  t.match(await received, [{ body: { key: '2' } }]);
});

t.test('who subscribes at QoS 0 receives at QoS 0, retained or not', async (t) => {
  const bus = await startBus(t);
  await bus.publishPublic(STATE, 'retained', { retain: true });
  const client = await connected(t, bus);
  const retained = receive(client, 1);
  await client.subscribeAsync('pickmyclass/sections/#', { qos: 0 });
  t.match(await retained, [{ body: 'retained', qos: 0, retain: true }]);
  const live = receive(client, 1);
  await bus.publishPublic(STATE, 'live', { retain: true });
  t.match(await live, [{ body: 'live', qos: 0, retain: false }]);
});

t.test('a retained state and the change behind it both arrive, in order, without waiting in between', async (t) => {
  const bus = await startBus(t);
  const client = await connected(t, bus);
  await client.subscribeAsync(['pickmyclass/sections/#', 'pickmyclass/changes/#'], { qos: 1 });
  const received = receive(client, 20);
  await Promise.all(
    Array.from({ length: 10 }, (_, version) => [
      bus.publishPublic(STATE, version, { retain: true }),
      bus.publishPublic('pickmyclass/changes/asu/2267/66445/seats', version, { retain: false }),
    ]).flat(),
  );
  const bodies = await received;
  t.same(
    bodies.filter(({ topic }) => topic === STATE).map(({ body }) => body),
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
  );
  t.same(
    bodies.filter(({ topic }) => topic !== STATE).map(({ body }) => body),
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
  );
});

t.test('the node is online while the bus runs, and says that it goes', async (t) => {
  const bus = await startBus(t);
  const client = await connected(t, bus);
  const online = receive(client, 1);
  await client.subscribeAsync('pickmyclass/nodes/#', { qos: 1 });
  t.match(await online, [{ topic: 'pickmyclass/nodes/node-1', body: { online: true, startedAt: /^\d{4}-.*Z$/ } }]);
  const offline = receive(client, 1);
  await bus.close();
  t.match(await offline, [{ topic: 'pickmyclass/nodes/node-1', body: { online: false } }]);
});

t.test('an operator reads the messages between actors, an anonymous client is refused them', async (t) => {
  const bus = await startBus(t);
  const operator = await connected(t, bus, asOperator);
  await operator.subscribeAsync('pickmyclass/actors/#');
  const heard = once(operator as never, 'message');
  await bus.publish(ACTOR, 'seen by operators');
  const [topic, payload] = (await heard) as [string, Buffer];
  t.equal(`${topic} ${payload.toString()}`, `${ACTOR} seen by operators`);

  const anonymous = await connected(t, bus);
  await t.rejects(anonymous.subscribeAsync('pickmyclass/actors/#'), /Subscribe error/);
  t.ok(anonymous.connected, 'a refused filter does not cost the connection');
  t.same(bus.refused, { subscribe: 1 });
});

t.test('of several filters in one SUBSCRIBE only the refused ones answer 0x80', async (t) => {
  const bus = await startBus(t);
  const client = await connected(t, bus);
  const granted: unknown[] = [];
  client.on('packetreceive', (packet) => {
    if (packet.cmd === 'suback') granted.push(packet.granted);
  });
  const filters = [
    'pickmyclass/sections/#',
    '#',
    'pickmyclass/health',
    'pickmyclass/+/x',
    '$SYS/#',
    '$share/g/pickmyclass/sections/#',
  ];
  await t.rejects(client.subscribeAsync(filters, { qos: 1 }));
  t.same(granted, [[1, 128, 1, 128, 128, 128]]);
});

t.test('wrong credentials are refused also where anonymous clients are let in', async (t) => {
  const bus = await startBus(t);
  for (const credentials of [
    { username: 'operator', password: 'wrong' },
    { username: 'operator' },
    { username: 'somebody', password: 'x' },
  ]) {
    const [error] = (await once(outsider(t, bus, credentials) as never, 'error')) as [{ code: number }];
    t.equal(error.code, 4, JSON.stringify(credentials));
  }
  t.same(bus.refused, { credentials: 3 });
});

t.test('without MQTT_ANONYMOUS only operators come in', async (t) => {
  const bus = await startBus(t, { anonymous: false });
  const [error] = (await once(outsider(t, bus) as never, 'error')) as [{ code: number }];
  t.equal(error.code, 5);
  const operator = await connected(t, bus, asOperator);
  t.ok(operator.connected);
});

t.test('an outsider takes over the client id of its like, never that of an operator', async (t) => {
  const bus = await startBus(t);
  const operator = await connected(t, bus, { ...asOperator, clientId: 'same' });
  const first = await connected(t, bus, { clientId: 'same' });
  const dropped = once(first as never, 'close');
  const second = await connected(t, bus, { clientId: 'same' });
  await dropped;
  t.ok(second.connected);
  t.ok(operator.connected);
});

t.test('sessions end with their connection: what was subscribed under a client id is not passed on', async (t) => {
  const bus = await startBus(t);
  const before = await connected(t, bus, { clientId: 'kept', clean: false });
  await before.subscribeAsync('pickmyclass/changes/#', { qos: 1 });
  await before.endAsync();
  await bus.publishPublic('pickmyclass/changes/asu/2267/66445/opened', 'missed', { retain: false });
  const after = outsider(t, bus, { clientId: 'kept', clean: false });
  const [connack] = (await once(after as never, 'connect')) as [{ sessionPresent: boolean }];
  t.equal(connack.sessionPresent, false);
});

t.test(
  'while it is closed publishing rejects; subscriptions are kept and made, and hold from the next start',
  async (t) => {
    const bus = await startBus(t);
    const heard: string[] = [];
    await bus.subscribe(ACTOR, (_, payload) => heard.push(`before ${payload}`));
    const port = bus.port;
    await bus.close();
    t.notOk(bus.connected);
    t.equal(bus.port, undefined);
    await t.rejects(bus.publish(ACTOR, 'lost'), { code: 'PMC_BUS_UNAVAILABLE' });
    await t.rejects(bus.publishPublic(STATE, {}, { retain: true }), { code: 'PMC_BUS_UNAVAILABLE' });
    await bus.subscribe(ACTOR, (_, payload) => heard.push(`while ${payload}`));
    await bus.start();
    t.equal(bus.port, port, 'on the same port, so that clients find it');
    await bus.publish(ACTOR, 'one');
    t.same(heard, ['before one', 'while one']);
  },
);

t.test('who comes while the bus is closed is sent away', async (t) => {
  const bus = await startBus(t);
  await bus.close();
  const stream = new PassThrough();
  bus.acceptStream(stream, '127.0.0.1');
  t.ok(stream.destroyed);
  const { port1, port2 } = new MessageChannel();
  bus.acceptPort(port1);
  port2.ref();
  await once(port2, 'close');
  t.same(bus.refused, {}, 'which is no refusal');
});

t.test('each start has an empty broker, and asks for the retained topics again', async (t) => {
  const bus = await startBus(t);
  let asked = 0;
  const stop = bus.onConnect(() => {
    asked += 1;
  });
  await bus.publishPublic(STATE, { version: 1 }, { retain: true });
  await bus.close();
  await bus.start();
  t.equal(asked, 1);
  stop();
  await bus.close();
  await bus.start();
  t.equal(asked, 1);
});

t.test(
  'a port that was set and is taken is PMC_PORT_TAKEN; one that was not gives way to the next free one',
  async (t) => {
    const squatter = createServer().listen(0, '127.0.0.1');
    await once(squatter, 'listening');
    t.teardown(() => squatter.close());
    const { port } = squatter.address() as AddressInfo;
    await t.rejects(startBus(t, { port, portIsDefault: false }), {
      code: 'PMC_PORT_TAKEN',
      message: new RegExp(String(port)),
    });
    const bus = await startBus(t, { port, portIsDefault: true });
    t.ok(bus.port! > port);
  },
);

t.test('a host that is not of this machine is named as what is wrong', async (t) => {
  await t.rejects(startBus(t, { host: '192.0.2.1' }), { code: 'PMC_CONFIG_INVALID', message: /^HOST=192\.0\.2\.1 / });
});

t.test('a round trip at QoS 1 does not wait for delayed acknowledgements', async (t) => {
  const bus = await startBus(t);
  const client = await connected(t, bus);
  await client.subscribeAsync('pickmyclass/changes/#', { qos: 1 });
  const times: number[] = [];
  for (let i = 0; i < 20; i += 1) {
    const start = performance.now();
    const received = once(client as never, 'message');
    await bus.publishPublic('pickmyclass/changes/asu/2267/66445/seats', i, { retain: false });
    await received;
    times.push(performance.now() - start);
  }
  const fastest = Math.min(...times.slice(1));
  t.ok(fastest < 20, `the fastest took ${fastest.toFixed(2)} ms`);
});
