import t from 'tap';
import { observe, observeCancelled } from '../../src/domain/change.ts';
import type { SectionState } from '../../src/domain/section.ts';
import { AT, seen, state } from '../support/states.ts';

const LATER = '2026-11-23T20:05:00.000Z';
const kinds = (before: SectionState | null, now: ReturnType<typeof seen>): string[] =>
  observe('asu', before, now, LATER).changes.map((change) => change.kind);

t.test('the first sure look gives version 1 and no change', (t) => {
  const { state: first, changes } = observe('asu', null, seen({ enrolled: 81 }), AT);
  t.same(changes, []);
  t.match(first, { section: 'asu/2267/66445', version: 1, status: 'open', checkedAt: AT, changedAt: AT });
  t.end();
});

t.test('a look with the same values changes only checkedAt', (t) => {
  t.same(observe('asu', state(), seen(), LATER), { state: { ...state(), checkedAt: LATER }, changes: [] });
  t.end();
});

t.test('an opening gives the changes opened and seats, in one version, with the states before and after', (t) => {
  const { state: after, changes } = observe('asu', state({ version: 7 }), seen({ enrolled: 149 }), LATER);
  t.same(
    changes.map((change) => change.id),
    ['asu/2267/66445#8:opened', 'asu/2267/66445#8:seats'],
  );
  t.match(changes[0], {
    section: 'asu/2267/66445',
    kind: 'opened',
    version: 8,
    before: { status: 'full' },
    after: { status: 'open' },
    detectedAt: LATER,
  });
  t.match(after, { version: 8, changedAt: LATER, checkedAt: LATER });
  t.end();
});

t.test('each kind of change is recognised', (t) => {
  t.same(kinds(state({ enrolled: 149 }), seen()), ['closed', 'seats']);
  t.same(kinds(state(), seen({ enrolled: 151 })), ['seats']);
  t.same(kinds(state(), seen({ waitlist: { capacity: 5, count: 1 } })), ['waitlist']);
  t.same(kinds(state(), seen({ instructors: ['Ben Birch'] })), ['instructor']);
  t.same(
    kinds(state({ instructors: ['A B', 'C D'] }), seen({ instructors: ['C D', 'A B'] })),
    [],
    'the order of instructors does not matter',
  );
  t.same(
    kinds(state(), seen({ meetings: [{ days: ['Tue'], start: '09:00', end: '10:15', location: 'Tempe - PSH153' }] })),
    ['schedule'],
  );
  t.same(kinds(state(), seen({ title: 'Algorithms' })), [], 'a new title gives a version but no change');
  t.end();
});

t.test('a section with seats closes when a queue forms, and opens when the queue is gone', (t) => {
  t.same(kinds(state({ enrolled: 149 }), seen({ enrolled: 149, waitlist: { capacity: 5, count: 1 } })), [
    'closed',
    'waitlist',
  ]);
  t.same(
    kinds(
      state({ enrolled: 149, waitlist: { capacity: 5, count: 1 } }),
      seen({ enrolled: 149, waitlist: { capacity: 5, count: 0 } }),
    ),
    ['opened', 'waitlist'],
  );
  t.end();
});

t.test('cancelled is the only change, even for an open section', (t) => {
  t.same(kinds(state({ enrolled: 10 }), seen({ enrolled: 9, cancelled: true })), ['cancelled']);
  t.same(
    observeCancelled(state({ enrolled: 10 }), LATER).changes.map((change) => change.kind),
    ['cancelled'],
  );
  t.same(
    kinds(state({ status: 'cancelled' }), seen({ cancelled: true, enrolled: 3 })),
    [],
    'a cancelled section has no further changes',
  );
  t.end();
});

t.test('a section that returns is listed, and also opened when it has seats', (t) => {
  t.same(kinds(state({ status: 'cancelled' }), seen()), ['listed']);
  t.same(kinds(state({ status: 'cancelled', enrolled: 149 }), seen({ enrolled: 149 })), ['opened', 'listed']);
  t.end();
});

t.test('a section that returns is opened only if it was not open when it disappeared', (t) => {
  const open = state({ enrolled: 149, version: 7 });
  const full = state({ version: 7 });
  const cancelledAtSource = (before: SectionState): SectionState =>
    observe('asu', before, seen({ cancelled: true, enrolled: 0 }), LATER).state;
  for (const gone of [(before: SectionState) => observeCancelled(before, LATER).state, cancelledAtSource]) {
    t.same(kinds(gone(open), seen({ enrolled: 149 })), ['listed']);
    t.same(kinds(gone(open), seen({ enrolled: 140 })), ['seats', 'listed']);
    t.same(kinds(gone(full), seen({ enrolled: 149 })), ['opened', 'seats', 'listed']);
    t.same(kinds(gone(open), seen()), ['seats', 'listed']);
  }
  t.same(
    kinds(state({ status: 'cancelled', enrolled: 0 }), seen({ enrolled: 149 })),
    ['opened', 'seats', 'listed'],
    'first seen when it was cancelled',
  );
  t.end();
});

t.test('a value that a look does not show keeps its last value', (t) => {
  const before = state({ waitlist: { capacity: 5, count: 2 } });
  t.same(observe('asu', before, seen({ waitlist: null, instructors: null, meetings: null }), LATER), {
    state: { ...before, checkedAt: LATER },
    changes: [],
  });
  t.end();
});

t.test(
  'an instructor or schedule that is shown for the first time gives a version but no change; before, it is null',
  (t) => {
    const { state: first } = observe('asu', null, seen({ instructors: null, meetings: null, waitlist: null }), AT);
    t.match(first, { instructors: null, meetings: null, waitlist: null });
    const { state: after, changes } = observe('asu', first, seen(), LATER);
    t.same(changes, []);
    t.match(after, { version: 2, instructors: ['Ada Alder'], meetings: [{ start: '16:30' }] });
    t.same(
      kinds(after, seen({ instructors: [], meetings: [] })),
      ['instructor', 'schedule'],
      '"nobody" is a known value',
    );
    t.end();
  },
);

t.test('a waitlist that is shown for the first time gives a version but no waitlist change', (t) => {
  const { state: after, changes } = observe(
    'asu',
    state({ waitlist: null }),
    seen({ waitlist: { capacity: 5, count: 1 } }),
    LATER,
  );
  t.same(changes, []);
  t.match(after, { version: 2, waitlist: { capacity: 5, count: 1 }, status: 'waitlist' });
  t.end();
});
