import t from 'tap';
import type { AedesPublishPacket } from 'aedes';
import { Retained } from '../../src/bus/retained.ts';

const packet = (topic: string, payload = 'x'): AedesPublishPacket => ({
  cmd: 'publish',
  topic,
  payload: Buffer.from(payload),
  qos: 1,
  retain: true,
  dup: false,
  brokerId: 'b',
  brokerCounter: 1,
});

function found(retained: Retained, ...filters: string[]): string[] {
  return [...retained.covered(filters)].flatMap((packet) => packet?.topic ?? []).toSorted();
}

t.test('filters find the topics that MQTT says they cover', async (t) => {
  const retained = new Retained(() => undefined);
  for (const topic of ['a', 'a/b', 'a/b/c', 'a/d/c', 'ab', 'a/b/c/d']) await retained.storeRetained(packet(topic));
  t.same(found(retained, 'a/b'), ['a/b']);
  t.same(found(retained, 'a/#'), ['a', 'a/b', 'a/b/c', 'a/b/c/d', 'a/d/c']);
  t.same(found(retained, 'a/+'), ['a/b']);
  t.same(found(retained, 'a/+/c'), ['a/b/c', 'a/d/c']);
  t.same(found(retained, 'a/b/+/#'), ['a/b/c', 'a/b/c/d']);
  t.same(found(retained, 'none'), []);
  t.same(found(retained, 'none/#', 'a/+/none'), []);
});

t.test('a topic that several filters cover is found once', async (t) => {
  const retained = new Retained(() => undefined);
  for (const topic of ['a/b', 'a/c']) await retained.storeRetained(packet(topic));
  t.same(found(retained, 'a/b', 'a/#', 'a/+', 'a/b'), ['a/b', 'a/c']);
});

t.test('the last packet of a topic is kept, and an empty one removes it', async (t) => {
  const retained = new Retained(() => undefined);
  await retained.storeRetained(packet('a', '1'));
  await retained.storeRetained(packet('a', '2'));
  const [kept] = retained.covered(['a']);
  t.equal(kept?.payload.toString(), '2');
  await retained.storeRetained(packet('a', ''));
  t.same(found(retained, 'a'), []);
});

t.test('comparing many filters with many topics gives other work its turn', async (t) => {
  const retained = new Retained(() => undefined);
  for (let i = 0; i < 5_000; i += 1) await retained.storeRetained(packet(`sections/${i}`));
  const turns = [...retained.covered(Array.from({ length: 100 }, (_, i) => `sections/+/none${i}`))];
  t.ok(turns.length > 100, `${turns.length} turns`);
  t.ok(turns.every((packet) => packet === undefined));
});
