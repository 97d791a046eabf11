/** Floods of publishes from outside cost neither memory nor the service of others. */
import { once } from 'node:events';
import { duplexPair } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import type { Packet } from 'mqtt-packet';
import { generate, parser } from 'mqtt-packet';
import t from 'tap';
import { LIMITS } from '../../src/bus/limits.ts';
import { ManualClock } from '../../src/runtime/testing/index.ts';
import { answered, CONNECT, pong, PUBLISH, PUBREL, rawClient } from './raw-client.ts';
import { connected, startBus, until } from './support.ts';

t.test('hundreds of publishes right behind the CONNECT are acknowledged in order', async (t) => {
  const bus = await startBus(t);
  const raw = await rawClient(t, bus);
  const ids = Array.from({ length: 300 }, (_, i) => i + 1);
  raw.socket.write(Buffer.concat([CONNECT('a'), ...ids.map((id) => PUBLISH(1, id))]));
  await until(() => answered(raw, 'puback').length === ids.length || raw.socket.closed);
  t.same(answered(raw, 'puback'), ids);
});

t.test('QoS 2 messages that are never released cost no memory and keep the connection', async (t) => {
  const bus = await startBus(t);
  const raw = await rawClient(t, bus);
  raw.socket.write(CONNECT('a'));
  await pong(raw);
  const before = bus.outsiders.bytes;
  const ids = Array.from({ length: 5_000 }, (_, i) => i + 1);
  raw.socket.write(Buffer.concat(ids.map((id) => PUBLISH(2, id))));
  await until(() => answered(raw, 'pubrec').length === ids.length || raw.socket.closed);
  t.same(answered(raw, 'pubrec'), ids);
  t.equal(bus.outsiders.bytes, before);
});

t.test('a flood of small publishes is read to its end while other clients are served', async (t) => {
  const bus = await startBus(t);
  const other = await connected(t, bus);
  await other.subscribeAsync('pickmyclass/changes/#', { qos: 1 });
  const raw = await rawClient(t, bus);
  raw.socket.write(CONNECT('a'));
  await pong(raw);
  const count = 100_000;
  // 20,000 of them fit into one chunk of the kernel.
  raw.socket.write(
    Buffer.concat(
      Array.from({ length: count }, () =>
        generate({ cmd: 'publish', topic: 'x', payload: '', qos: 0, retain: false, dup: false }),
      ),
    ),
  );
  let served = 0;
  let most = 0;
  while (bus.outsiders.droppedPublishes < count && !raw.socket.closed) {
    const received = once(other as never, 'message');
    await bus.publishPublic('pickmyclass/changes/asu/2267/66445/seats', served, { retain: false });
    await received;
    served += 1;
    most = Math.max(most, bus.outsiders.bytes);
  }
  await pong(raw);
  t.equal(bus.outsiders.droppedPublishes, count);
  t.ok(served > 20, `${served} messages were delivered meanwhile`);
  t.ok(most < 1024 * 1024, `${most} bytes were held at most`);
  t.notOk(raw.socket.closed);
});

for (const [what, packet] of [
  ['publishes at QoS 1', PUBLISH(1, 1, '')],
  ['publishes at QoS 2', PUBLISH(2, 1, '')],
  ['releases', PUBREL(1)],
] as const) {
  t.test(`a client that ${what} without reading the acknowledgements is dropped after the drain timeout`, async (t) => {
    const clock = new ManualClock();
    const bus = await startBus(t, { clock });
    // No socket: the kernel would take a million acknowledgements first.
    const [near, far] = duplexPair();
    bus.acceptStream(far, '192.0.2.1');
    near.write(CONNECT('a'));
    await once(near, 'data');
    near.pause();
    const batch = Buffer.concat(Array.from({ length: 100 }, () => packet));
    // Writes as much as the broker takes, until it has taken nothing for a while.
    let most = 0;
    for (let refusedTurns = 0, sent = 0; refusedTurns < 200 && sent < 1_000_000; refusedTurns += 1) {
      if (!near.writableNeedDrain) {
        near.write(batch);
        sent += 100;
        refusedTurns = 0;
      }
      most = Math.max(most, bus.outsiders.bytes);
      await turn();
    }
    t.ok(most < 256 * 1024, `${most} bytes were held at most`);
    t.notOk(far.destroyed);
    await clock.advance(LIMITS.drainTimeoutMs);
    await until(() => far.destroyed);
    t.same(bus.refused, { lagging: 1 });
  });
}

t.test('a client that reads again in time gets every acknowledgement', async (t) => {
  const clock = new ManualClock();
  const bus = await startBus(t, { clock });
  const [near, far] = duplexPair();
  bus.acceptStream(far, '192.0.2.1');
  near.write(CONNECT('b'));
  await once(near, 'data');
  near.pause();
  const ids = Array.from({ length: 9_000 }, (_, i) => i + 1);
  near.write(Buffer.concat(ids.map((id) => PUBLISH(1, id))));
  for (let turns = 0; turns < 2_000; turns += 1) await turn();
  t.ok(bus.outsiders.droppedPublishes < ids.length, 'not all is read meanwhile');
  await clock.advance(LIMITS.drainTimeoutMs - 1);
  const acknowledged: number[] = [];
  const incoming = parser({ protocolVersion: 4 });
  incoming.on('packet', ({ messageId }: Packet) => acknowledged.push(messageId!));
  near.on('data', (chunk: Buffer) => incoming.parse(chunk));
  near.resume();
  await until(() => acknowledged.length === ids.length || far.destroyed);
  t.same(acknowledged, ids);
  await clock.advance(LIMITS.drainTimeoutMs);
  t.notOk(far.destroyed);
});
