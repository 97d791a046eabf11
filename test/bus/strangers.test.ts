/** What strangers can cost the broker, and whom they cannot keep out. */
import { once } from 'node:events';
import { createConnection } from 'node:net';
import type { Socket } from 'node:net';
import { duplexPair } from 'node:stream';
import type { Duplex } from 'node:stream';
import type { IClientOptions } from 'mqtt';
import { generate } from 'mqtt-packet';
import { Registry } from 'prom-client';
import t from 'tap';
import type { Test } from 'tap';
import { measureBus } from '../../src/bus/bus-metrics.ts';
import type { EmbeddedBus } from '../../src/bus/embedded-bus.ts';
import { ManualClock, settle } from '../../src/runtime/testing/index.ts';
import { asOperator, connected, outsider, startBus, until } from './support.ts';

const SECTIONS = 'pickmyclass/sections/#';
const KB = 1024;

const CONNECT = (clientId: string): Buffer =>
  generate({ cmd: 'connect', protocolId: 'MQTT', protocolVersion: 4, clean: true, clientId, keepalive: 0 });
const SUBSCRIBE = (...filters: string[]): Buffer =>
  generate({ cmd: 'subscribe', messageId: 1, subscriptions: filters.map((topic) => ({ topic, qos: 1 as const })) });

/** A plain socket, connected as `clientId` when one is given. Reads nothing from then on, unless told to. */
async function socketFrom(t: Test, bus: EmbeddedBus, localAddress: string, clientId?: string): Promise<Socket> {
  const socket = createConnection({ host: '127.0.0.1', port: bus.port!, localAddress });
  t.teardown(() => socket.destroy());
  // Whether the far end resets or closes is its affair.
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  if (clientId === undefined) return socket;
  socket.write(CONNECT(clientId));
  await Promise.race([once(socket, 'data'), once(socket, 'close')]);
  socket.pause();
  return socket;
}

/**
 * A connection without the kernel's buffers, which would take megabytes first; its far end reads its CONNACK and
 * nothing after it.
 */
async function unreadStream(bus: EmbeddedBus, clientId: string): Promise<Duplex> {
  const [near, far] = duplexPair();
  bus.acceptStream(far, '192.0.2.1');
  near.write(CONNECT(clientId));
  await once(near, 'data');
  near.pause();
  return near;
}

async function retain(bus: EmbeddedBus, topics: number, bytes: number): Promise<void> {
  for (let i = 0; i < topics; i += 1)
    await bus.publishPublic(`pickmyclass/sections/asu/2267/${10_000 + i}`, 'x'.repeat(bytes), { retain: true });
}

/** The return code of the CONNACK; 0: let in. */
function answerTo(t: Test, bus: EmbeddedBus, options: IClientOptions): Promise<number> {
  const client = outsider(t, bus, options);
  return new Promise((resolve) => {
    client.once('connect', () => resolve(0));
    client.once('error', (error) => resolve((error as { code?: number }).code ?? -1));
  });
}

t.test(
  'subscribing to the same filter over and over costs one copy until its time has come, then one more',
  async (t) => {
    const clock = new ManualClock();
    const bus = await startBus(t, { clock, limits: { repeatMs: 10_000 } });
    await retain(bus, 50, 100);
    const client = await connected(t, bus);
    let received = 0;
    client.on('message', () => {
      received += 1;
    });
    for (let i = 0; i < 100; i += 1) await client.subscribeAsync(SECTIONS, { qos: 1 });
    await until(() => received >= 50);
    await clock.advance(9_999);
    await client.subscribeAsync('pickmyclass/alerts/#');
    t.equal(received, 50);
    await clock.advance(1);
    await until(() => received >= 100);
    await clock.advance(60_000);
    await client.subscribeAsync('pickmyclass/alerts/#');
    t.equal(received, 100);
  },
);

t.test(
  'who subscribes again after a while gets what is retained again, and another filter is served at once',
  async (t) => {
    const clock = new ManualClock();
    const bus = await startBus(t, { clock });
    await retain(bus, 3, 10);
    const client = await connected(t, bus);
    let received = 0;
    client.on('message', () => {
      received += 1;
    });
    await client.subscribeAsync(SECTIONS);
    await until(() => received === 3);
    await client.subscribeAsync('pickmyclass/sections/asu/2267/+');
    await until(() => received === 6);
    await clock.advance(60_000);
    await client.subscribeAsync(SECTIONS);
    await until(() => received === 9);
  },
);

t.test('filters without number do not make copies without number', async (t) => {
  const clock = new ManualClock();
  const bus = await startBus(t, { clock, limits: { subscriptions: 5 } });
  await retain(bus, 1, 10);
  const client = await connected(t, bus);
  let received = 0;
  client.on('message', () => {
    received += 1;
  });
  for (let i = 0; i < 20; i += 1) {
    const filter = `pickmyclass/sections/${'+/'.repeat(i % 3)}#`.replace('#', i % 2 === 0 ? '#' : '+/#');
    await client.subscribeAsync(filter);
    await client.unsubscribeAsync(filter);
  }
  await client.subscribeAsync('pickmyclass/alerts/#');
  t.ok(received <= 5, `${received} copies`);
});

t.test(
  'retained states are sent as the client reads: one that does not costs a page, and nothing once it has gone',
  async (t) => {
    const bus = await startBus(t, { limits: { drainTimeoutMs: 60_000 } });
    await retain(bus, 3_000, KB);
    const frozen = await Promise.all(
      Array.from({ length: 20 }, (_, i) => socketFrom(t, bus, '127.0.0.1', `frozen-${i}`)),
    );
    let most = 0;
    for (let round = 0; round < 30; round += 1) {
      for (const socket of frozen) socket.write(Buffer.concat([SUBSCRIBE(SECTIONS), SUBSCRIBE(SECTIONS)]));
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
      most = Math.max(most, bus.outsiders.bytes);
    }
    const reader = await connected(t, bus);
    let received = 0;
    reader.on('message', () => {
      received += 1;
    });
    await reader.subscribeAsync(SECTIONS, { qos: 1 });
    await until(() => {
      most = Math.max(most, bus.outsiders.bytes);
      return received === 3_000;
    });
    t.ok(most < 21 * 100 * KB, `${most} bytes for 21 clients`);
    t.same(bus.refused, {});
    for (const socket of frozen) socket.destroy();
    await until(() => bus.outsiders.connections.anonymous === 1);
    t.ok(bus.outsiders.bytes < 100 * KB, 'what was queued for them went with them');
  },
);

t.test('waves of clients that subscribe and hang up leave nothing behind', async (t) => {
  const bus = await startBus(t);
  await retain(bus, 2_000, KB);
  let most = 0;
  for (let wave = 0; wave < 5; wave += 1) {
    const sockets = await Promise.all(
      Array.from({ length: 100 }, (_, i) => socketFrom(t, bus, '127.0.0.1', `${wave}-${i}`)),
    );
    for (const socket of sockets) socket.write(SUBSCRIBE(SECTIONS));
    await once(sockets[0]!.resume(), 'data');
    most = Math.max(most, bus.outsiders.bytes);
    for (const socket of sockets) socket.destroy();
  }
  t.ok(most < 10 * KB * KB, `${most} bytes at most`);
  await until(() => bus.outsiders.bytes === 0);
});

t.test('what all strangers hold in memory is bounded: those who hold most go, and the operator stays', async (t) => {
  const outsiderBytes = 2 * KB * KB;
  const bus = await startBus(t, { limits: { outsiderBytes, drainTimeoutMs: 60_000 } });
  const operator = await connected(t, bus, asOperator);
  let heard = 0;
  operator.on('message', () => {
    heard += 1;
  });
  await operator.subscribeAsync(SECTIONS, { qos: 1 });
  const frozen = await Promise.all(Array.from({ length: 40 }, (_, i) => unreadStream(bus, `frozen-${i}`)));
  for (const stream of frozen) stream.write(SUBSCRIBE(SECTIONS));
  let most = 0;
  let sent = 0;
  while ((bus.refused['memory'] ?? 0) < 40 && sent < 2_000) {
    await bus.publishPublic('pickmyclass/sections/asu/2267/66445', 'x'.repeat(20_000), { retain: false });
    sent += 1;
    most = Math.max(most, bus.outsiders.bytes);
  }
  t.same(bus.refused, { memory: 40 });
  t.ok(most < 1.5 * outsiderBytes, `${most} bytes`);
  await until(() => heard === sent);
  t.ok(operator.connected);
});

t.test('a flood of small packets from a client that reads nothing is taken in as it is answered', async (t) => {
  const bus = await startBus(t);
  const stream = await unreadStream(bus, 'pinging');
  stream.write(Buffer.alloc(128 * KB, Buffer.from([0xc0, 0])));
  let most = 0;
  for (let turns = 0; turns < 5_000; turns += 1) {
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    most = Math.max(most, bus.outsiders.bytes);
  }
  t.ok(most < 300 * KB, `${most} bytes`);
});

t.test('filters count as memory, and a filter longer than any topic is refused', async (t) => {
  const bus = await startBus(t);
  const client = await connected(t, bus);
  const before = bus.outsiders.bytes;
  await client.subscribeAsync(Array.from({ length: 100 }, (_, i) => `pickmyclass/sections/asu/2267/${i}`));
  t.ok(bus.outsiders.bytes >= before + 100 * KB);
  await client.unsubscribeAsync(Array.from({ length: 100 }, (_, i) => `pickmyclass/sections/asu/2267/${i}`));
  t.equal(bus.outsiders.bytes, before);
  await t.rejects(client.subscribeAsync(`pickmyclass/sections/${'x'.repeat(300)}`));
});

t.test('idle strangers cannot lock the operator out: places are kept for who has credentials', async (t) => {
  const bus = await startBus(t, {
    limits: { connections: 12, anonymous: 6, anonymousPerAddress: 100, waiting: 3, waitingPerAddress: 100 },
  });
  for (let i = 0; i < 6; i += 1) await socketFrom(t, bus, `127.0.0.${i + 2}`, `idle-${i}`);
  t.notOk(bus.outsiders.placesUsedUp);
  t.equal(await answerTo(t, bus, {}), 3, 'one more without credentials is told that the server is not available');
  t.ok(bus.outsiders.placesUsedUp);
  const silent = await Promise.all(Array.from({ length: 10 }, (_, i) => socketFrom(t, bus, `127.0.1.${i}`)));
  t.equal(await answerTo(t, bus, asOperator), 0);
  t.match(bus.outsiders.connections, { anonymous: 6, operator: 1 });
  t.ok(bus.outsiders.connections.waiting <= 3);
  t.match(bus.refused, { 'anonymous-places': 1 });
  await Promise.all(silent.slice(0, 7).map(async (socket) => socket.closed || once(socket.resume(), 'close')));
  t.equal(await answerTo(t, bus, asOperator), 0);
});

t.test('one address cannot take the places of all', async (t) => {
  const clock = new ManualClock();
  const bus = await startBus(t, { clock, limits: { anonymousPerAddress: 2, waitingPerAddress: 2 } });
  for (let i = 0; i < 2; i += 1) await socketFrom(t, bus, '127.0.0.2', `idle-${i}`);
  const beyond = await socketFrom(t, bus, '127.0.0.2', 'beyond');
  await once(beyond.resume(), 'close');
  t.match(bus.refused, { 'anonymous-places': 1 });
  t.ok(bus.outsiders.placesUsedUp);
  t.equal(await answerTo(t, bus, {}), 0, 'from another address');
  const silent = await Promise.all([1, 2, 3].map(() => socketFrom(t, bus, '127.0.0.3')));
  await once(silent[0]!.resume(), 'close');
  t.equal(bus.outsiders.connections.waiting, 2);
  await clock.advance(60_000);
  t.notOk(bus.outsiders.placesUsedUp, 'a minute after the last one was turned away');
});

t.test('the figures show connections, memory and refusals', async (t) => {
  const bus = await startBus(t, { limits: { anonymous: 1 } });
  const registry = new Registry();
  measureBus(registry, bus);
  await connected(t, bus);
  await answerTo(t, bus, {});
  await answerTo(t, bus, {});
  const text = await registry.metrics();
  t.match(text, /^pickmyclass_mqtt_outsider_bytes [1-9]\d{4}$/m);
  t.match(text, 'pickmyclass_mqtt_connections{standing="anonymous"} 1');
  t.match(text, 'pickmyclass_mqtt_refused_total{reason="anonymous-places"} 2');
  t.match(
    await registry.metrics(),
    'pickmyclass_mqtt_refused_total{reason="anonymous-places"} 2',
    'each once, however often they are read',
  );
});

t.test('a place is free again when its client has gone', async (t) => {
  const bus = await startBus(t, { limits: { anonymous: 1 } });
  const first = await socketFrom(t, bus, '127.0.0.1', 'first');
  t.equal(await answerTo(t, bus, {}), 3);
  first.destroy();
  await until(() => bus.outsiders.connections.anonymous === 0);
  t.equal(await answerTo(t, bus, {}), 0);
});

t.test('publishing thousands of states piles nothing up for clients that read', async (t) => {
  const bus = await startBus(t);
  const clients = await Promise.all(Array.from({ length: 20 }, () => connected(t, bus)));
  let received = 0;
  for (const client of clients) {
    client.on('message', () => {
      received += 1;
    });
    await client.subscribeAsync(SECTIONS);
  }
  let most = 0;
  for (let i = 0; i < 500; i += 1) {
    await bus.publishPublic(`pickmyclass/sections/asu/2267/${i}`, 'x'.repeat(KB), { retain: true });
    most = Math.max(most, bus.outsiders.bytes);
  }
  await until(() => received === 20 * 500);
  t.ok(most < 20 * 600 * KB, `${most} bytes`);
  await settle();
});
