import t from 'tap';
import type { SeatEvent } from '../../src/domain/openings.ts';
import { openingsOf, openTimes } from '../../src/domain/openings.ts';

const at = (kind: SeatEvent['kind'], seconds: number): SeatEvent => ({ kind, at: 1_000 * seconds });

t.test('without events a section did not open', (t) => {
  t.same(openingsOf([]), { count: 0, medianMs: null });
  t.end();
});

t.test('an opening lasts until the section closes or is cancelled, and one that lasts still has no duration', (t) => {
  t.same(openingsOf([at('opened', 10), at('closed', 40), at('opened', 100), at('cancelled', 150), at('opened', 200)]), {
    count: 3,
    medianMs: 40_000,
  });
  t.end();
});

t.test('the end of an opening that began before does not count', (t) => {
  t.same(openingsOf([at('closed', 5), at('opened', 10), at('closed', 70)]), { count: 1, medianMs: 60_000 });
  t.end();
});

t.test('one long opening does not move the median much', (t) => {
  const events = [10, 20, 30, 100_000].flatMap((seconds, index) => [
    at('opened', index * 1_000_000),
    at('closed', index * 1_000_000 + seconds),
  ]);
  t.equal(openingsOf(events).medianMs, 25_000);
  t.end();
});

t.test('the open times of a week begin and end with it, and with what happened in it', (t) => {
  const week = { from: 0, to: 100_000 };
  t.same(openTimes([], true, week), [{ from: 0, to: 100_000 }]);
  t.same(openTimes([], false, week), []);
  t.same(openTimes([at('opened', 10), at('closed', 40), at('opened', 90)], true, week), [
    { from: 10_000, to: 40_000 },
    { from: 90_000, to: 100_000 },
  ]);
  t.same(openTimes([at('closed', 5), at('cancelled', 7)], false, week), [{ from: 0, to: 5_000 }]);
  t.end();
});
