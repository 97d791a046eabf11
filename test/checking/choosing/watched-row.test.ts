import t from 'tap';
import { watchedRow } from '../../../src/checking/choosing/watched-row.ts';
import { countSeats } from '../../../src/domain/section.ts';
import { noLongerWatched } from '../../../src/store/watched.ts';

const WALL = Date.parse('2026-11-23T20:00:00.000Z');
const now = { steady: 5_000_000, wall: WALL };
const INTERVAL = 300_000;
const unseen = { ...noLongerWatched('asu/2267/66445', { term: '2267', classNumber: '66445' }), watches: 2 };

function seen(checkedAt: string) {
  const seats = countSeats(150, 150, 0);
  const state = { status: 'waitlist' as const, seats, waitlist: { capacity: 9, count: 4 }, changedAt: checkedAt };
  return { ...unseen, state: { ...state, checkedAt, version: 3 } };
}

t.test('instants of the wall clock become times of the steady clock', (t) => {
  const row = watchedRow(seen('2026-11-23T19:59:00.000Z'), INTERVAL, now);
  t.match(row.seen, { status: 'waitlist', open: 0, waiting: 4, lookedAt: now.steady - 60_000 });
  t.equal(watchedRow(seen('2026-11-23T21:00:00.000Z'), INTERVAL, now).seen?.lookedAt, now.steady, 'not the future');
  t.end();
});

t.test('a due time that is too far ahead is brought forward', (t) => {
  t.equal(watchedRow({ ...unseen, dueInMs: 2_000 }, INTERVAL, now).dueAt, now.steady + 2_000);
  t.equal(watchedRow({ ...unseen, dueInMs: 1e12 }, INTERVAL, now).dueAt, now.steady + INTERVAL);
  t.equal(watchedRow({ ...unseen, dueInMs: 1e12 }, 2_000, now).dueAt, now.steady + 60_000, 'a second look may take it');
  t.end();
});
