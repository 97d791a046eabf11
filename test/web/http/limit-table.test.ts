import fc from 'fast-check';
import t from 'tap';
import { LimitTable } from '../../../src/web/http/limit-table.ts';

const WINDOW_MS = 60_000;

function table(capacity: number) {
  let now = 0;
  const limits = new LimitTable({ monotonic: () => now }, capacity);
  return {
    limits,
    passes: (ms: number): void => {
      now += ms;
    },
    isLimited: (key: string, max = 5): boolean => limits.hit(key, WINDOW_MS, max).current > max,
  };
}

t.test('counts are allowed up to the limit, then refused until the window ends', async (t) => {
  const { isLimited, limits, passes } = table(10);
  t.same(
    Array.from({ length: 7 }, () => isLimited('ada')),
    [false, false, false, false, false, true, true],
  );
  passes(WINDOW_MS - 1);
  t.same(limits.hit('ada', WINDOW_MS, 5), { current: 8, ttl: 1 });
  passes(1);
  t.same(limits.hit('ada', WINDOW_MS, 5), { current: 1, ttl: WINDOW_MS });
});

t.test('a key at its limit stays limited, however many others fill the table', async (t) => {
  const { isLimited, limits } = table(100);
  for (let hit = 0; hit < 5; hit += 1) isLimited('victim');
  for (let filler = 0; filler < 10_000; filler += 1) isLimited(`filler-${filler}`);
  t.ok(isLimited('victim'));
  t.equal(limits.size, 100);
});

t.test('a key with a larger count outlives one with a smaller count', async (t) => {
  const { isLimited } = table(10);
  for (let hit = 0; hit < 4; hit += 1) isLimited('victim');
  for (let filler = 0; filler < 100; filler += 1) isLimited(`filler-${filler}`);
  t.same([isLimited('victim'), isLimited('victim')], [false, true]);
});

t.test('a table full of keys at their limit refuses new keys until the first window ends', async (t) => {
  const { isLimited, limits, passes } = table(2);
  for (const key of ['one', 'two']) {
    for (let hit = 0; hit < 5; hit += 1) isLimited(key);
    passes(1_000);
  }
  t.same(limits.hit('newcomer', WINDOW_MS, 5), { current: 6, ttl: WINDOW_MS - 2_000 });
  passes(WINDOW_MS - 2_000);
  t.notOk(isLimited('newcomer'));
  t.ok(isLimited('two'));
});

t.test(
  'while there is room, no key gets more than the limit in a window, and the table never exceeds its capacity',
  async () => {
    const step = fc.record({
      key: fc.integer({ min: 0, max: 12 }),
      passes: fc.integer({ min: 0, max: WINDOW_MS / 4 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), fc.boolean(), (steps, small) => {
        const capacity = small ? 3 : 20;
        const { limits, passes } = table(capacity);
        const windows = new Map<number, { start: number; let: number }>();
        let now = 0;
        for (const { key, passes: ms } of steps) {
          passes(ms);
          now += ms;
          const isLet = limits.hit(String(key), WINDOW_MS, 3).current <= 3;
          if (limits.size > capacity) return false;
          if (small) continue;
          const known = windows.get(key);
          const window = known !== undefined && now < known.start + WINDOW_MS ? known : { start: now, let: 0 };
          windows.set(key, window);
          if (isLet !== window.let < 3) return false;
          if (isLet) window.let += 1;
        }
        return true;
      }),
      { seed: 8 },
    );
  },
);
