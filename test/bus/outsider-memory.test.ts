/** The memory that clients from outside can use is limited. */
import { once } from 'node:events';
import t from 'tap';
import { settle } from '../../src/runtime/testing/index.ts';
import { KB, retain, SECTIONS, socketFrom, SUBSCRIBE, unreadStream } from './raw-client.ts';
import { asOperator, connected, startBus, until } from './support.ts';

t.test(
  'retained states are sent as the client reads; a client that does not read costs one page until it leaves',
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

t.test('waves of clients that subscribe and disconnect leave nothing behind', async (t) => {
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

t.test('the memory of all clients is limited: those who hold most are dropped, the operator stays', async (t) => {
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

t.test('a flood of small packets from a client that does not read is read no faster than it is answered', async (t) => {
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
