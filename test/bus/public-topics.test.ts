/** What clients from outside receive of the public topics. */
import t from 'tap';
import { STATE } from './raw-client.ts';
import { connected, receive, startBus } from './support.ts';

t.test('a message published after the SUBSCRIBE arrives at QoS 1 and is not marked as retained', async (t) => {
  const bus = await startBus(t);
  const client = await connected(t, bus);
  await client.subscribeAsync('pickmyclass/sections/#', { qos: 1 });
  const received = receive(client, 1);
  await bus.publishPublic(STATE, { version: 1 }, { retain: true });
  t.same(await received, [{ topic: STATE, body: { version: 1 }, retain: false, qos: 1 }]);
});

t.test('a late subscriber receives the last retained state of each topic and no changes', async (t) => {
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

t.test('a cleared topic is no longer retained', async (t) => {
  const bus = await startBus(t);
  for (const key of ['1', '2'])
    await bus.publishPublic(`pickmyclass/sections/asu/2267/${key}`, { key }, { retain: true });
  await bus.clearRetained('pickmyclass/sections/asu/2267/1');
  const client = await connected(t, bus);
  const received = receive(client, 1);
  await client.subscribeAsync('pickmyclass/sections/#', { qos: 1 });
  t.match(await received, [{ body: { key: '2' } }]);
});

t.test('a subscriber at QoS 0 receives at QoS 0, retained or not', async (t) => {
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
