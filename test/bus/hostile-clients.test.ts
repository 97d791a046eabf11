import { once } from 'node:events';
import type { Socket } from 'node:net';
import t from 'tap';
import type { Test } from 'tap';
import type { EmbeddedBus } from '../../src/bus/embedded-bus.ts';
import { LIMITS } from '../../src/bus/limits.ts';
import { ManualClock } from '../../src/runtime/testing/index.ts';
import { rawSocket, STATE } from './raw-client.ts';
import { connected, outsider, startBus, until } from './support.ts';

/** CONNECT of client `a`, clean session, no keep-alive. */
const CONNECT = Buffer.from('\x10\x0d\x00\x04MQTT\x04\x02\x00\x00\x00\x01a', 'latin1');

/** SUBSCRIBE at QoS 0 to a filter of less than 120 characters. */
function subscribe(filter: string): Buffer {
  return Buffer.from(
    `\x82${String.fromCharCode(filter.length + 5)}\x00\x01\x00${String.fromCharCode(filter.length)}${filter}\x00`,
    'latin1',
  );
}

async function ended(socket: Socket): Promise<void> {
  socket.resume();
  // The broker may reset the connection, and `once` would reject then.
  await until(() => socket.closed);
}

/** Subscribes with a plain socket that then stops reading. */
async function frozenSubscriber(t: Test, bus: EmbeddedBus): Promise<Socket> {
  const socket = await rawSocket(t, bus);
  socket.write(CONNECT);
  await once(socket, 'data');
  socket.write(subscribe('pickmyclass/sections/#'));
  await once(socket, 'data');
  socket.pause();
  return socket;
}

function letsIn(t: Test, bus: EmbeddedBus): Promise<boolean> {
  const client = outsider(t, bus);
  return new Promise((resolve) => {
    client.once('connect', () => resolve(true));
    client.once('close', () => resolve(false));
  });
}

const rubbish: [string, Buffer][] = [
  ['HTTP', Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')],
  ['zeros', Buffer.alloc(1_000)],
  ['a TLS greeting', Buffer.from('160301006c010000680303', 'hex')],
  ['another packet before CONNECT', subscribe('pickmyclass/sections/#')],
  ['a CONNECT of another protocol', Buffer.from('\x10\x0d\x00\x04MQTX\x04\x02\x00\x00\x00\x01a', 'latin1')],
  ['a second CONNECT', Buffer.concat([CONNECT, CONNECT])],
  ['an invalid topic filter', Buffer.concat([CONNECT, subscribe('pickmyclass/sections/#/x')])],
  ['a length that never ends', Buffer.from([0x10, 0xff, 0xff, 0xff, 0xff, 0xff])],
];

for (const [name, bytes] of rubbish) {
  t.test(`${name} ends the connection, is counted, and disturbs nobody`, async (t) => {
    const bus = await startBus(t);
    const other = await connected(t, bus);
    const socket = await rawSocket(t, bus);
    socket.write(bytes);
    await ended(socket);
    await until(() => Object.keys(bus.refused).length > 0);
    t.strictSame(Object.values(bus.refused), [1], JSON.stringify(bus.refused));
    t.ok(other.connected);
  });
}

t.test('unexpected acknowledgements do no harm', async (t) => {
  const bus = await startBus(t);
  const socket = await rawSocket(t, bus);
  socket.write(CONNECT);
  await once(socket, 'data');
  for (const head of [0x40, 0x50, 0x62, 0x70]) socket.write(Buffer.from([head, 2, 0, 1]));
  socket.write(subscribe('pickmyclass/health'));
  const answers: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => answers.push(chunk));
  await until(() => Buffer.concat(answers).includes(Buffer.from([0x90, 3, 0, 1, 0])));
  t.same(bus.refused, {});
});

t.test('a packet above the limit is refused at its header', async (t) => {
  const bus = await startBus(t);
  const socket = await rawSocket(t, bus);
  socket.write(Buffer.concat([CONNECT, Buffer.from([0x30, 0xff, 0xff, 0xff, 0x7f])]));
  await ended(socket);
  t.same(bus.refused, { 'packet-too-large': 1 });
});

t.test('a client that connects and sends nothing is dropped', async (t) => {
  const bus = await startBus(t, { limits: { connectTimeoutMs: 20 } });
  const silent = await rawSocket(t, bus);
  const half = await rawSocket(t, bus);
  half.write(CONNECT.subarray(0, 6));
  await Promise.all([ended(silent), ended(half)]);
  t.same(bus.refused, { 'no-connect': 2 });
});

t.test('a connection that breaks in the middle of a packet leaves nothing behind', async (t) => {
  const bus = await startBus(t, { limits: { connections: 1 } });
  const socket = await rawSocket(t, bus);
  socket.write(Buffer.concat([CONNECT, Buffer.from([0x82, 0x20, 0x00])]));
  await once(socket, 'data');
  socket.resetAndDestroy();
  await until(() => letsIn(t, bus));
  t.notOk(bus.refused['protocol'], 'a broken connection is no refusal');
});

t.test('connections beyond the limit are closed at once and counted; one that ends makes room', async (t) => {
  const bus = await startBus(t, { limits: { connections: 2 } });
  const first = await connected(t, bus);
  const second = await connected(t, bus);
  const beyond = await rawSocket(t, bus);
  await ended(beyond);
  t.same(bus.refused, { connections: 1 });
  t.ok(first.connected && second.connected);
  await first.endAsync();
  await until(() => letsIn(t, bus));
});

t.test('subscriptions of one connection are limited; only unsubscribing makes room', async (t) => {
  const bus = await startBus(t, { limits: { subscriptions: 2 } });
  const client = await connected(t, bus);
  await client.subscribeAsync(['pickmyclass/sections/#', 'pickmyclass/changes/#']);
  await client.subscribeAsync('pickmyclass/sections/#');
  await client.unsubscribeAsync('pickmyclass/alerts/#');
  await t.rejects(client.subscribeAsync('pickmyclass/health'));
  t.same(bus.refused, { subscribe: 1 });
  await client.unsubscribeAsync('pickmyclass/sections/#');
  await client.subscribeAsync('pickmyclass/health');
});

t.test('a client id beyond the limit is rejected', async (t) => {
  const bus = await startBus(t);
  const [error] = (await once(outsider(t, bus, { clientId: 'x'.repeat(257) }) as never, 'error')) as [{ code: number }];
  t.equal(error.code, 2);
  t.same(bus.refused, { 'client-id-too-long': 1 });
});

t.test('a frozen subscriber is dropped after the drain timeout and delays nobody until then', async (t) => {
  const clock = new ManualClock();
  const bus = await startBus(t, {
    clock,
    limits: { lagBytes: Number.MAX_SAFE_INTEGER, outsiderBytes: Number.MAX_SAFE_INTEGER },
  });
  const frozen = await frozenSubscriber(t, bus);
  const isDropped = (): boolean => bus.refused['lagging'] !== undefined;
  await publishUntil(t, bus, () => bus.outsiders.bytes > 500_000 || isDropped());
  t.notOk(isDropped(), 'the others got what is held for it');
  await clock.advance(LIMITS.drainTimeoutMs);
  await until(isDropped);
  await ended(frozen);
  t.same(bus.refused, { lagging: 1 });
});

t.test('a subscriber that lags by more than the limit is dropped before the drain timeout', async (t) => {
  const bus = await startBus(t, { limits: { drainTimeoutMs: 60_000, lagBytes: 512 * 1024 } });
  const frozen = await frozenSubscriber(t, bus);
  await publishUntil(t, bus, () => bus.refused['lagging'] !== undefined);
  await ended(frozen);
  t.same(bus.refused, { lagging: 1 });
});

/** Publishes large states, each of which reaches another subscriber before the next. */
async function publishUntil(t: Test, bus: EmbeddedBus, isOver: () => boolean): Promise<void> {
  const other = await connected(t, bus);
  await other.subscribeAsync('pickmyclass/sections/#', { qos: 1 });
  while (!isOver()) {
    const received = once(other as never, 'message');
    await bus.publishPublic(STATE, 'x'.repeat(100_000), { retain: false });
    await received;
  }
}
