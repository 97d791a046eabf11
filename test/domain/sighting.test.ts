import t from 'tap';
import { observe } from '../../src/domain/change.ts';
import { noSeatsLeft } from '../../src/domain/section.ts';
import type { SectionState } from '../../src/domain/section.ts';
import { undecided } from '../../src/domain/sighting.ts';
import { AT, seen, state } from '../support/states.ts';

const LATER = '2026-11-23T20:05:00.000Z';
const QUEUE = { capacity: 5, count: 2 };
/**
 * As the page shows it: without a waitlist and without cancellations. `enrolled` of 150 or more means "no seat left".
 */
const shown = (over: NonNullable<Parameters<typeof seen>[0]> = {}): ReturnType<typeof seen> => ({
  ...seen({ ...over, waitlist: null, cancelled: null }),
  ...((over.enrolled ?? 150) >= 150 && { seats: noSeatsLeft(150) }),
});
const after = (before: SectionState | null, now: ReturnType<typeof seen>): [status: string, kinds: string[]] => {
  t.equal(undecided(before, now), undefined);
  const { state, changes } = observe('asu', before, now, LATER);
  return [state.status, changes.map(({ kind }) => kind)];
};

t.test(
  'with seats left and a hidden waitlist, the section is open, unless it has a waitlist and was not open before',
  async (t) => {
    t.same(after(null, shown({ enrolled: 149 })), ['open', []]);
    t.same(after(state(), shown({ enrolled: 149 })), ['open', ['opened', 'seats']], 'there is no waitlist');
    t.same(
      after(state({ waitlist: null }), shown({ enrolled: 149 })),
      ['open', ['opened', 'seats']],
      'no look has ever shown a waitlist',
    );
    t.same(
      after(state({ enrolled: 148, waitlist: { capacity: 5, count: 0 } }), shown({ enrolled: 149 })),
      ['open', ['seats']],
      'it was open and stays open',
    );
    for (const before of [
      state({ waitlist: QUEUE }),
      state({ waitlist: { capacity: 5, count: 0 } }),
      state({ enrolled: 148, reserved: 2, waitlist: QUEUE }),
      state({ waitlist: { capacity: 0, count: 2 } }),
    ]) {
      t.match(
        undecided(before, shown({ enrolled: 149 })),
        'does not show whether students are waiting for them',
        before.status,
      );
    }
  },
);

t.test('without seats left the section closes, and a status of full or waitlist stays', async (t) => {
  t.same(after(state({ enrolled: 149 }), shown()), ['full', ['closed', 'seats']]);
  t.same(after(state({ enrolled: 149, waitlist: { capacity: 5, count: 0 } }), shown()), [
    'waitlist',
    ['closed', 'seats'],
  ]);
  for (const waitlist of [QUEUE, { capacity: 5, count: 5 }])
    t.same(after(state({ waitlist }), shown()), [state({ waitlist }).status, []]);
});

t.test('the status is reserved when all seats left are reserved, even if people are waiting', async (t) => {
  t.same(after(state({ waitlist: QUEUE }), shown({ enrolled: 148, reserved: 2 })), ['reserved', ['seats']]);
  t.same(after(state({ enrolled: 148 }), shown({ enrolled: 148, reserved: 2 })), ['reserved', ['closed', 'seats']]);
});

t.test('only a look that shows cancellations can bring a cancelled section back', async (t) => {
  t.match(undecided(state({ status: 'cancelled' }), shown({ enrolled: 149 })), 'the section was cancelled');
  t.match(undecided(state({ status: 'cancelled' }), shown()), 'the section was cancelled');
  t.same(after(state({ status: 'cancelled', enrolled: 149 }), seen({ enrolled: 149 })), ['open', ['opened', 'listed']]);
});

t.test('a rough "no seat left" keeps the known seats of an over-enrolled section', async (t) => {
  const before = state({ enrolled: 153, reserved: 4 });
  t.same(observe('asu', before, shown(), LATER), { state: { ...before, checkedAt: LATER }, changes: [] });
  t.same(
    after(state({ enrolled: 153 }), { ...shown(), seats: noSeatsLeft(140) }),
    ['full', ['seats']],
    'another capacity is a change',
  );
});

t.test(
  'learning how far a section is over-enrolled, or how many of no seats are reserved, is not a change',
  async (t) => {
    const { state: first } = observe('asu', null, shown(), AT);
    t.match(first, { status: 'full', seats: { available: 0, rough: true }, waitlist: null });
    const { state: exact, changes } = observe('asu', first, seen({ enrolled: 153, reserved: 4 }), LATER);
    t.same(changes, []);
    t.match(exact, { version: 2, seats: { available: -3, reserved: 4 } });
    t.equal(exact.seats.rough, undefined);
    t.same(after(exact, seen({ enrolled: 152, reserved: 4 })), ['full', ['seats']], 'from then on it counts');
    t.same(after(first, seen({ enrolled: 149 })), ['open', ['opened', 'seats']]);
  },
);

t.test(
  'learning that students wait for the seats of an open section is not a change, but their leaving is one',
  async (t) => {
    const { state: first } = observe('asu', null, shown({ enrolled: 149 }), AT);
    t.same(after(first, seen({ enrolled: 149, waitlist: QUEUE })), ['waitlist', []]);
    t.same(after(first, seen({ waitlist: QUEUE })), ['waitlist', ['closed', 'seats']], 'its seats went too');
    t.same(
      after(state({ enrolled: 149, waitlist: QUEUE }), seen({ enrolled: 149, waitlist: { capacity: 5, count: 0 } })),
      ['open', ['opened', 'waitlist']],
    );
  },
);

t.test('campus, mode and notes are kept when a look does not show them, and never make a change', async (t) => {
  const campus = { campus: 'Tempe', mode: 'in-person', notes: { consent: true, enrollBy: '2026-08-26' } } as const;
  const first = observe('asu', state(), seen(campus), LATER);
  t.match(first, { state: { ...campus, version: 2 }, changes: [] }, 'learnt for the first time');
  t.match(observe('asu', first.state, shown(), LATER), { state: { ...campus, version: 2 }, changes: [] }, 'not shown');
  const moved = observe('asu', first.state, seen({ ...campus, notes: { sharedPool: '1234' } }), LATER);
  t.same(moved.state.notes, { sharedPool: '1234' }, 'notes are replaced as a whole');
  t.same(moved.changes, []);
});

t.test('reserved groups keep their names when a look shows only their numbers', async (t) => {
  const groups = (...given: [name: string | null, capacity: number, enrolled: number][]) => ({
    reservedGroups: given.map(([name, capacity, enrolled]) => ({ name, capacity, enrolled })),
  });
  const of = (before: SectionState | null, given: ReturnType<typeof groups>): SectionState =>
    observe('asu', before, seen(given), LATER).state;
  t.notOk('reservedGroups' in of(null, groups([null, 10, 2])), 'no look has shown a name');
  const named = of(null, groups(['Honors', 10, 2], ['Majors', 5, 5]));
  t.same(of(named, groups([null, 10, 3], [null, 5, 5])), {
    ...named,
    ...groups(['Honors', 10, 3], ['Majors', 5, 5]),
    version: 2,
  });
  t.notOk('reservedGroups' in of(named, groups([null, 10, 2])), 'a group is gone, and it is not known which');
  t.notOk('reservedGroups' in of(named, groups([null, 10, 2], [null, 8, 5])), 'a group has another size');
  t.same(of(named, groups()).reservedGroups, [], 'nothing is reserved any more');
  t.same(observe('asu', named, shown(), LATER).state.reservedGroups, named.reservedGroups, 'not shown');
});
