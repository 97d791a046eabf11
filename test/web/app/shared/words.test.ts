import t from 'tap';
import { countSeats } from '../../../../src/domain/section.ts';
import { seatsNote, takenShare } from '../../../../src/web/app/shared/seats.ts';
import { ago, duration, timeOfDay } from '../../../../src/web/app/shared/time.ts';
import { t as translations } from '../../../../src/words/index.ts';
import { sample } from '../support/sample.ts';

const english = translations('en');
const NOON = Date.parse('2026-11-23T12:00:00.000Z');

t.test('a duration is shown in its largest whole unit', (t) => {
  for (const [ms, said] of [
    [-5, '0 s'],
    [999, '0 s'],
    [59_999, '59 s'],
    [60_000, '1 min'],
    [3_599_000, '59 min'],
    [3_600_000, '1 h'],
    [86_400_000, '1 d'],
    [200_000_000, '2 d'],
  ] as const) {
    t.equal(duration(ms), said);
  }
  t.end();
});

t.test('past times are relative to now, even if clocks differ', (t) => {
  t.equal(ago('2026-11-23T11:59:48.000Z', NOON), '12 s ago');
  t.equal(ago('2026-11-23T12:00:09.000Z', NOON), 'just now');
  t.end();
});

t.test('a time of day includes seconds', (t) => {
  t.match(timeOfDay(NOON), /^\d{1,2}:\d\d:00\s[AP]M$/);
  t.end();
});

t.test('there is a note where the number could mislead, and only there', (t) => {
  t.equal(seatsNote(sample('1', { seats: countSeats(150, 147, 0) }), english), undefined);
  t.equal(seatsNote(sample('1'), english), undefined);
  t.match(seatsNote(sample('1', { seats: countSeats(60, 52, 8) }), english), /^8 seats left, held for certain groups/);
  t.match(seatsNote(sample('1', { seats: countSeats(60, 50, 8) }), english), /^8 more held for certain groups/);
  t.match(
    seatsNote(sample('1', { seats: countSeats(80, 78, 0), waitlist: { capacity: 10, count: 5 } }), english),
    /waiting come first/,
  );
  t.match(seatsNote(sample('1', { cancelled: true }), english), /no longer offers/);
  t.match(seatsNote({ ...sample('1'), status: 'unknown' }, english), /last figures we were sure of/);
  t.end();
});

t.test('the bar stays between 0 and 1', (t) => {
  t.equal(takenShare(sample('1', { seats: countSeats(100, 75, 0) })), 0.75);
  t.equal(takenShare(sample('1', { seats: countSeats(40, 43, 0) })), 1);
  t.equal(takenShare(sample('1', { seats: countSeats(0, 0, 0) })), null);
  t.equal(takenShare(sample('1', { seats: countSeats(null, 3, 0) })), null);
  t.equal(takenShare(sample('1', { cancelled: true })), null);
  t.end();
});
