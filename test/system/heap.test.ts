import { setImmediate } from 'node:timers/promises';
import { getHeapStatistics } from 'node:v8';
import t from 'tap';
import { keepHeapSmall } from '../../src/system/heap.ts';

const objects = (count: number): object[] => Array.from({ length: count }, (_, index) => ({ index }));

t.test('a heap grows little beyond what is in use, however much garbage grows old in it', async (t) => {
  keepHeapSmall();
  const inUse = objects(1_500_000);
  const { used_heap_size: used } = getHeapStatistics();
  const recent: object[][] = [];
  let peak = 0;
  for (let round = 0; round < 3_000; round += 1) {
    recent[round % 60] = objects(3_000);
    peak = Math.max(peak, getHeapStatistics().total_heap_size);
    if (round % 20 === 0) await setImmediate();
  }
  t.equal(inUse.length, 1_500_000);
  // Collection runs beside this loop, so garbage piles up meanwhile. Without the limit, the peak is 3.4 times as much.
  t.ok(peak < 2.7 * used, `${peak} of ${used}`);
});
