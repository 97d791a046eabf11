import fc from 'fast-check';
import t from 'tap';
import { countSeats, formatSectionKey, hasWaitlist, parseSectionKey, statusOf } from '../../src/domain/section.ts';

t.test('a key is institution, term and class number', (t) => {
  const key = { institution: 'asu', term: '2267', classNumber: '66445' };
  t.same(parseSectionKey('asu/2267/66445'), key);
  t.equal(formatSectionKey(key), 'asu/2267/66445');
  for (const bad of [
    '',
    '66445',
    'asu/66445',
    'asu/2267/',
    'ASU/2267/66445',
    'asu/2267/66445/x',
    'asu/2267/6644a',
    ' asu/2267/66445',
    'asu/2267/66445\n',
    '../2267/1',
    'asu/2267/12345678901',
  ]) {
    t.equal(parseSectionKey(bad), undefined, JSON.stringify(bad));
  }
  t.end();
});

t.test('open seats are the seats left minus the reserved ones, never negative', (t) => {
  t.same(countSeats(150, 81, 0), { capacity: 150, enrolled: 81, available: 69, reserved: 0, open: 69 });
  t.same(countSeats(130, 39, 4), { capacity: 130, enrolled: 39, available: 91, reserved: 4, open: 87 });
  t.same(countSeats(20, 23, 2), { capacity: 20, enrolled: 23, available: -3, reserved: 2, open: 0 });
  t.same(countSeats(null, 23, 0), { capacity: null, enrolled: 23, available: null, reserved: 0, open: null });
  t.end();
});

t.test('the status is the first rule that fits', (t) => {
  const none = { capacity: 0, count: 0 };
  t.equal(statusOf(countSeats(10, 5, 0), none, true), 'cancelled');
  t.equal(statusOf(countSeats(10, 5, 0), none, false), 'open');
  t.equal(statusOf(countSeats(10, 5, 0), null, false), 'open', 'an unknown waitlist counts as empty');
  t.equal(statusOf(countSeats(10, 5, 5), none, false), 'reserved');
  t.equal(
    statusOf(countSeats(10, 5, 9), { capacity: 5, count: 2 }, false),
    'reserved',
    'reserved comes before waitlist',
  );
  t.equal(statusOf(countSeats(10, 10, 0), { capacity: 5, count: 2 }, false), 'waitlist');
  t.equal(
    statusOf(countSeats(10, 8, 0), { capacity: 5, count: 2 }, false),
    'waitlist',
    'seats left belong to the people waiting',
  );
  t.equal(statusOf(countSeats(10, 8, 0), { capacity: 2, count: 2 }, false), 'full', 'a full waitlist has no room');
  t.equal(statusOf(countSeats(10, 10, 0), none, false), 'full');
  t.equal(statusOf(countSeats(10, 12, 0), null, false), 'full');
  t.equal(statusOf(countSeats(0, 0, 0), none, false), 'full', 'a section without seats is full');
  t.equal(statusOf(countSeats(null, 500, 0), none, false), 'open', 'a null capacity means no limit');
  t.equal(statusOf(countSeats(9999, 10_050, 0), none, false), 'open', '9999 means no limit');
  t.end();
});

t.test('a section without an open seat, or with people waiting, is never open', (t) => {
  const number = fc.integer({ min: -5, max: 300 });
  fc.assert(
    fc.property(
      number,
      number,
      fc.nat(20),
      fc.option(fc.record({ capacity: fc.nat(20), count: fc.nat(20) })),
      (capacity, enrolled, reserved, waitlist) => {
        const seats = countSeats(capacity, enrolled, reserved);
        return statusOf(seats, waitlist, false) !== 'open' || ((seats.open ?? 0) > 0 && (waitlist?.count ?? 0) === 0);
      },
    ),
    { seed: 1 },
  );
  t.end();
});

t.test('a waitlist of 0 of 0, or with a capacity below that, is none', (t) => {
  t.notOk(hasWaitlist(null));
  t.notOk(hasWaitlist({ capacity: 0, count: 0 }));
  t.notOk(hasWaitlist({ capacity: -1, count: 0 }));
  t.ok(hasWaitlist({ capacity: 5, count: 0 }));
  t.ok(hasWaitlist({ capacity: 0, count: 2 }), 'students wait, whatever the capacity says');
  t.end();
});
