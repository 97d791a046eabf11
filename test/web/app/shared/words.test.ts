import t from 'tap';
import { CHANGE_KINDS } from '../../../../src/domain/change.ts';
import { countSeats } from '../../../../src/domain/section.ts';
import { seatsNote, takenShare } from '../../../../src/web/app/shared/seats.ts';
import {
  changeSentence,
  instructorsOf,
  KIND_WISHES,
  meetingDays,
  meetingHours,
} from '../../../../src/web/app/shared/section-words.ts';
import { ago, ahead, duration, timeOfDay, timeRange } from '../../../../src/web/app/shared/time.ts';
import { t as translations } from '../../../../src/words/index.ts';
import { sample, withSeats } from '../support/sample.ts';

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

t.test('past and future times are relative to now, even if clocks differ', (t) => {
  t.equal(ago('2026-11-23T11:59:48.000Z', NOON), '12 s ago');
  t.equal(ago('2026-11-23T12:00:09.000Z', NOON), 'just now');
  t.equal(ahead('2026-11-23T12:00:40.000Z', NOON), 'in 40 s');
  t.equal(ahead('2026-11-23T11:00:00.000Z', NOON), 'due now');
  t.end();
});

t.test('a time of day includes seconds', (t) => {
  t.match(timeOfDay(NOON), /^\d{1,2}:\d\d:00\s[AP]M$/);
  t.end();
});

t.test('meetings read like a timetable', (t) => {
  t.equal(timeRange('16:30', '17:45'), '4:30–5:45 PM');
  t.equal(timeRange('11:00', '12:50'), '11:00 AM–12:50 PM');
  t.equal(meetingDays({ days: ['Mon', 'Wed'], start: null, end: null, location: '' }), 'Mon, Wed');
  t.equal(meetingHours({ days: [], start: null, end: null, location: '' }), 'No set time');
  t.equal(instructorsOf(sample('1', { instructors: [] })), 'Instructor not named yet');
  t.equal(instructorsOf(sample('1', { instructors: null })), 'Instructor not shown');
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

t.test('every kind of change has an option text and a sentence', (t) => {
  const { state: after } = withSeats(sample('66445'), 150, 147, '2026-11-23T20:01:00.000Z');
  const said = CHANGE_KINDS.map((kind) =>
    changeSentence({
      id: '',
      section: after.section,
      kind,
      version: 2,
      before: sample('66445'),
      after,
      detectedAt: '',
    }),
  );
  t.equal(said[0], 'CSE 310, class 66445: seats opened, 3 of 150 seats open.');
  t.equal(new Set(said).size, CHANGE_KINDS.length);
  t.same(Object.keys(KIND_WISHES), [...CHANGE_KINDS]);
  t.end();
});
