import t from 'tap';
import { observe, observeCancelled } from '../../src/domain/change.ts';
import type { SectionState } from '../../src/domain/section.ts';
import { AT, seen, state } from '../support/states.ts';

const LATER = '2026-11-23T20:05:00.000Z';
const kinds = (before: SectionState | null, now: ReturnType<typeof seen>): string[] =>
  observe('asu', before, now, LATER).changes.map((change) => change.kind);

t.test('the first sure look is version 1 and no change', (t) => {
  const { state: first, changes } = observe('asu', null, seen({ enrolled: 81 }), AT);
  t.same(changes, []);
  t.match(first, { section: 'asu/2267/66445', version: 1, status: 'open', checkedAt: AT, changedAt: AT });
  t.end();
});

t.test('a look that shows the same moves only checkedAt', (t) => {
  t.same(observe('asu', state(), seen(), LATER), { state: { ...state(), checkedAt: LATER }, changes: [] });
  t.end();
});

t.test('a seat opens: opened and seats, one version, before and after', (t) => {
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

t.test('each kind of change is told apart', (t) => {
  t.same(kinds(state({ enrolled: 149 }), seen()), ['closed', 'seats']);
  t.same(kinds(state(), seen({ enrolled: 151 })), ['seats']);
  t.same(kinds(state(), seen({ waitlist: { capacity: 5, count: 1 } })), ['waitlist']);
  t.same(kinds(state(), seen({ instructors: ['Ben Birch'] })), ['instructor']);
  t.same(
    kinds(state({ instructors: ['A B', 'C D'] }), seen({ instructors: ['C D', 'A B'] })),
    [],
    'the order of instructors is none',
  );
  t.same(
    kinds(state(), seen({ meetings: [{ days: ['Tue'], start: '09:00', end: '10:15', location: 'Tempe - PSH153' }] })),
    ['schedule'],
  );
  t.same(kinds(state(), seen({ title: 'Algorithms' })), [], 'a new title is a version, but no change anyone asked for');
  t.end();
});

t.test('seats that stay while a queue forms close the section, and the other way round', (t) => {
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

t.test('cancelled comes alone, also from open', (t) => {
  t.same(kinds(state({ enrolled: 10 }), seen({ enrolled: 9, cancelled: true })), ['cancelled']);
  t.same(
    observeCancelled(state({ enrolled: 10 }), LATER).changes.map((change) => change.kind),
    ['cancelled'],
  );
  t.same(
    kinds(state({ status: 'cancelled' }), seen({ cancelled: true, enrolled: 3 })),
    [],
    'a cancelled section has no news',
  );
  t.end();
});

t.test('a section that returns is listed, and opened when it has seats', (t) => {
  t.same(kinds(state({ status: 'cancelled' }), seen()), ['listed']);
  t.same(kinds(state({ status: 'cancelled', enrolled: 149 }), seen({ enrolled: 149 })), ['opened', 'listed']);
  t.end();
});

t.test('back after it vanished or was cancelled, it has opened only if it was not open before', (t) => {
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

t.test('what a way of seeing does not show keeps its last value', (t) => {
  const before = state({ waitlist: { capacity: 5, count: 2 } });
  t.same(observe('asu', before, seen({ waitlist: null, instructors: null, meetings: null }), LATER), {
    state: { ...before, checkedAt: LATER },
    changes: [],
  });
  t.end();
});

t.test(
  'an instructor or a schedule seen for the first time is a version, but no change, and what no look has shown is null',
  (t) => {
    const { state: first } = observe('asu', null, seen({ instructors: null, meetings: null, waitlist: null }), AT);
    t.match(first, { instructors: null, meetings: null, waitlist: null });
    const { state: after, changes } = observe('asu', first, seen(), LATER);
    t.same(changes, []);
    t.match(after, { version: 2, instructors: ['Ada Alder'], meetings: [{ start: '16:30' }] });
    t.same(
      kinds(after, seen({ instructors: [], meetings: [] })),
      ['instructor', 'schedule'],
      'that there is none is a fact',
    );
    t.end();
  },
);

t.test('a waitlist seen for the first time is a version, but no change of the waitlist', (t) => {
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
