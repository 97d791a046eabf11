import t from 'tap';
import { elapsed } from '../../src/store/elapsed.ts';

t.test('it runs like the monotonic clock while the machine is awake', async (t) => {
  const [before, own] = [performance.now(), elapsed()];
  const samples = Array.from({ length: 10_000 }, () => elapsed());
  t.ok(samples.every((sample, index) => index === 0 || sample >= samples[index - 1]!));
  t.ok(Math.abs(elapsed() - own - (performance.now() - before)) < 1_000);
});
