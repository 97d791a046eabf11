import t from 'tap';
import { Random } from '../../../scripts/campus/random.ts';

t.test('the same seed gives the same numbers, another seed gives others', async (t) => {
  const draw = (seed: number): number[] => {
    const random = new Random(seed);
    return Array.from({ length: 20 }, () => random.next());
  };
  t.same(draw(7), draw(7));
  t.notSame(draw(7), draw(8));
});

t.test('numbers are in [0, 1) and spread evenly', async (t) => {
  const random = new Random(1);
  const tenths = Array.from({ length: 10 }, () => 0);
  for (let drawn = 0; drawn < 10_000; drawn += 1) tenths[Math.floor(random.next() * 10)]! += 1;
  t.ok(
    tenths.every((count) => count > 850 && count < 1_150),
    tenths.join(' '),
  );
});

t.test('integer includes both ends', async (t) => {
  const random = new Random(3);
  t.same(
    [...new Set(Array.from({ length: 200 }, () => random.integer(-1, 2)))].toSorted((a, b) => a - b),
    [-1, 0, 1, 2],
  );
});
