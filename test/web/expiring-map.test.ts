import t from 'tap';
import { ExpiringMap } from '../../src/web/expiring-map.ts';
import { ManualClock } from '../../src/runtime/testing/index.ts';

t.test('an entry expires after its lifetime, and setting it again renews the lifetime', async (t) => {
  const clock = new ManualClock();
  const map = new ExpiringMap<number>(clock, 1_000, 10);
  map.set('a', 1);
  map.set('b', 2);
  await clock.advance(600);
  map.set('a', 3);
  await clock.advance(400);
  t.equal(map.get('a'), 3);
  t.equal(map.get('b'), undefined);
  await clock.advance(600);
  t.equal(map.get('a'), undefined);
});

t.test('a full map drops its oldest entry for a new one', async (t) => {
  const map = new ExpiringMap<number>(new ManualClock(), 1_000, 2);
  for (const [key, value] of [
    ['a', 1],
    ['b', 2],
    ['a', 3],
    ['c', 4],
  ] as const)
    map.set(key, value);
  t.same([map.get('a'), map.get('b'), map.get('c')], [3, undefined, 4]);
});
