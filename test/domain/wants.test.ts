import t from 'tap';
import type { Change, ChangeKind } from '../../src/domain/change.ts';
import { kindsBetween } from '../../src/domain/change.ts';
import type { SectionState } from '../../src/domain/section.ts';
import { countSeats, statusOf } from '../../src/domain/section.ts';
import { isOpenFor, wants } from '../../src/domain/wants.ts';
import { state } from '../support/states.ts';

type Wish = Parameters<typeof wants>[0];

const PLAIN: Wish = { kinds: ['opened'], minSeats: 1, reservedGroup: null };
const THREE = { ...PLAIN, minSeats: 3 };
const HONORS = { ...PLAIN, reservedGroup: 'Honors' };

/** A section of ten seats. `held`: seats that are still kept for the group. */
function seats(enrolled: number, held = 0, waiting = 0): SectionState {
  const counted = countSeats(10, enrolled, held);
  const waitlist = { capacity: 5, count: waiting };
  return {
    ...state({}),
    seats: counted,
    waitlist,
    status: statusOf(counted, waitlist, false),
    reservedGroups: [{ name: 'Honors', capacity: held, enrolled: 0 }],
  };
}

function changesBetween(before: SectionState, after: SectionState): Change[] {
  return kindsBetween(before, after).map((kind) => ({
    id: `asu/2267/66445#2:${kind}`,
    section: 'asu/2267/66445',
    kind,
    version: 2,
    before,
    after,
    detectedAt: after.checkedAt,
  }));
}

/** The kinds as which the watch is told of what happened. */
function told(watch: Wish, before: SectionState, after: SectionState): ChangeKind[] {
  return changesBetween(before, after).flatMap((change) => wants(watch, change) ?? []);
}

t.test('a plain watch is told of the kinds it names', async (t) => {
  t.same(told(PLAIN, seats(10), seats(9)), ['opened']);
  t.same(told({ ...PLAIN, kinds: ['seats', 'closed'] }, seats(9), seats(10)), ['closed', 'seats']);
  t.same(told(PLAIN, seats(9), seats(8)), []);
});

t.test('a watch for three seats is told when the third opens, as an opening and once', async (t) => {
  t.same(told(THREE, seats(10), seats(9)), []);
  t.same(told(THREE, seats(9), seats(8)), []);
  t.same(told(THREE, seats(8), seats(7)), ['opened'], 'shown by a change of the seats');
  t.same(told(THREE, seats(10), seats(6)), ['opened'], 'shown by two changes');
  t.same(told(THREE, seats(7), seats(5)), [], 'it was open before');
  t.same(told(THREE, seats(7), seats(9)), []);
});

t.test('of other kinds it is told as usual', async (t) => {
  const both = { ...THREE, kinds: ['opened', 'seats'] as ChangeKind[] };
  t.same(told(both, seats(9), seats(8)), ['seats']);
  t.same(told(both, seats(8), seats(7)), ['opened'], 'the same change is not told twice');
  t.same(told({ ...THREE, kinds: ['closed'] }, seats(7), seats(10)), ['closed']);
});

t.test('seats held for the student’s group count as open, those of other groups do not', async (t) => {
  t.same(told(HONORS, seats(10), seats(8, 2)), ['opened'], 'two seats, both held');
  t.same(told({ ...HONORS, reservedGroup: 'Athletes' }, seats(10), seats(8, 2)), []);
  t.same(told(PLAIN, seats(10), seats(8, 2)), []);
  t.same(told(HONORS, seats(8, 2), seats(7, 2)), [], 'it was open for them before');
  t.same(told({ ...HONORS, minSeats: 3 }, seats(8, 2), seats(7, 2)), ['opened']);
  t.same(told(HONORS, seats(10), seats(10, 2)), [], 'a group never has more seats than are left');
});

t.test('while others wait, no seat is usable', async (t) => {
  t.same(told(THREE, seats(10), seats(5, 0, 2)), []);
  t.same(told(THREE, seats(5, 0, 2), seats(5)), ['opened'], 'the list has emptied');
});

t.test('a section without a limit has enough seats', async (t) => {
  const unlimited = { ...seats(10), seats: countSeats(null, 10, 0), status: 'open' } as const;
  t.same(told({ ...THREE, minSeats: 50 }, seats(10), unlimited), ['opened']);
});

t.test('open now means enough seats for this watch', async (t) => {
  t.equal(isOpenFor(PLAIN, seats(9)), true);
  t.equal(isOpenFor(PLAIN, seats(8, 2)), false);
  t.equal(isOpenFor(HONORS, seats(8, 2)), true);
  t.equal(isOpenFor(THREE, seats(8)), false);
  t.equal(isOpenFor(THREE, { ...seats(7), status: 'unknown' }), false);
});
