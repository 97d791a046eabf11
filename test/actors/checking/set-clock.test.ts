/** The wall clock is set back or forward while the program runs. */
import t from 'tap';
import { checking, INTERVAL_MS } from '../../support/checking.ts';

const HOUR_MS = 3_600_000;
const SECTIONS = 12;

for (const [how, byMs] of [
  ['back', -HOUR_MS],
  ['forward', HOUR_MS],
  ['back by less than a look may wait', -INTERVAL_MS / 2],
] as const) {
  t.test(`a clock set ${how} delays no look by more than an interval, and ends no pass and no lease`, async (t) => {
    const { source, store, watch, wake, clock, log } = await checking(t, { budgetPerMinute: 60 });
    for (let n = 0; n < SECTIONS; n += 1) {
      source.set(String(10_000 + n), { catalogNumber: String(100 + n) });
      await watch(String(10_000 + n));
    }
    await wake();
    await clock.advance(INTERVAL_MS + 8_000);
    // In the middle of a cycle.
    clock.jump(byMs);
    const seen = new Map<string, number>();
    source.asked.length = 0;
    await clock.advance(1_000);
    await store.ping();
    for (let second = 1; second <= (2 * INTERVAL_MS) / 1_000 + 30; second += 1) {
      await clock.advance(1_000);
      for (const { id } of source.asked.splice(0)) seen.set(id, second);
    }
    t.equal(seen.size, SECTIONS);
    t.ok(Math.min(...seen.values()) >= INTERVAL_MS / 1_000, 'each was seen in the last interval');
    const cycles = log.lines
      .filter(({ event }) => event === 'cycle finished')
      .map(({ fields }) => Number(fields['tookMs']));
    t.ok(
      cycles.length >= 2 && cycles.every((tookMs) => tookMs >= 0 && tookMs < INTERVAL_MS),
      `passes took ${cycles.join()} ms`,
    );
  });
}
