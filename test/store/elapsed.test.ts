import t from 'tap';
import { elapsed } from '../../src/store/elapsed.ts';

t.test('it runs like the monotonic clock while the machine is awake', async (t) => {
  const before = performance.now();
  const first = elapsed();
  const after = performance.now();
  const samples = Array.from({ length: 10_000 }, () => elapsed());
  t.ok(samples.every((sample, index) => index === 0 || sample >= samples[index - 1]!));
  const atLeast = performance.now() - after;
  const took = elapsed() - first;
  // Rounded, because sums of times in fractions of a millisecond are not exact.
  t.ok(Math.ceil(took) >= Math.floor(atLeast) && Math.floor(took) <= Math.ceil(performance.now() - before));
});
