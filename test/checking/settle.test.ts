import t from 'tap';
import type { Sight } from '../../src/checking/sight.ts';
import { oddIn, settle } from '../../src/checking/settle.ts';
import type { CadenceRule } from '../../src/checking/settle.ts';
import { observe } from '../../src/domain/change.ts';
import type { SectionState } from '../../src/domain/section.ts';
import { claimed, job } from '../support/jobs.ts';
import { AT, seen, state } from '../support/states.ts';

const LATER = '2026-11-23T20:05:00.000Z';
const rule: CadenceRule = { schedule: 'fixed', intervalMs: 300_000, nowMs: Date.parse(LATER), random: () => 0 };
const KEY = 'asu/2267/66445';
type Complete = Extract<Sight, { outcome: 'complete' }>;

function sight(before: SectionState | null, over: Parameters<typeof seen>[0] = {}): Complete {
  return {
    outcome: 'complete',
    observed: [observe('asu', before, seen(over), LATER)],
    absent: [],
    gone: [],
    unsure: [],
    further: [],
    requests: 1,
  };
}
const lacking: Complete = {
  outcome: 'complete',
  observed: [],
  absent: [KEY],
  gone: [],
  unsure: [],
  further: [],
  requests: 1,
};
const gone: Complete = { ...lacking, gone: [KEY] };
const HOUR_MS = 3_600_000;
const failed: Sight & { outcome: 'failed' } = {
  outcome: 'failed',
  code: 'PMC_SOURCE_STATUS',
  message: 'the host answered 500',
  requests: 1,
};

t.test('a sure look is written over the version it was compared with', (t) => {
  const section = claimed({ failures: 2, missingForMs: 1_000 });
  const settled = settle(job('a', [section]), sight(section.state, { enrolled: 149 }), rule);
  t.match(settled.commits, [
    {
      section: KEY,
      expectedVersion: 3,
      unknown: false,
      missing: false,
      failures: 0,
      dueInMs: 300_000,
      state: { version: 4, status: 'open' },
    },
  ]);
  t.same(
    settled.commits[0]?.changes.map(({ kind }) => kind),
    ['opened', 'seats'],
  );
  t.same(
    settled.published.map(({ version }) => version),
    [4],
  );
  t.end();
});

t.test('a look that shows nothing new is written and not published', (t) => {
  const section = claimed();
  const settled = settle(job('a', [section]), sight(section.state), rule);
  t.equal(settled.commits[0]?.state?.checkedAt, LATER);
  t.same(settled.published, []);
  t.end();
});

t.test('a section nobody knew is written as version 1 and published', (t) => {
  const settled = settle(job('a', []), sight(null), rule);
  t.match(settled.commits, [{ expectedVersion: 0, state: { version: 1 }, changes: [] }]);
  t.equal(settled.published.length, 1);
  t.end();
});

t.test('what nobody leased for the look is written in passing, over the version it was compared with', (t) => {
  const row = claimed({ missingForMs: 1_000, failures: 2, unknown: true });
  const settled = settle(job('a', []), sight(row.state, { enrolled: 149 }), rule, [row]);
  t.match(settled.commits, [
    {
      section: KEY,
      expectedVersion: 3,
      inPassing: true,
      missing: false,
      failures: 0,
      unknown: false,
      state: { version: 4 },
    },
  ]);
  t.same(
    settled.published.map(({ version }) => version),
    [4],
  );
  const leased = settle(job('a', [row]), sight(row.state), rule);
  t.notOk('inPassing' in leased.commits[0]!);
  t.end();
});

t.test('a section that an answer lacks is asked for by its number a minute later: nothing else is said of it', (t) => {
  const once = settle(job('a', [claimed()]), lacking, rule);
  t.match(once.commits, [
    { missing: true, state: { status: 'full', version: 3, checkedAt: AT }, changes: [], dueInMs: 60_000 },
  ]);
  t.same(once.published, []);
  const again = settle(job('a', [claimed({ missingForMs: 45_000 })]), lacking, rule);
  t.match(
    again.commits,
    [{ missing: true, state: { version: 3 }, changes: [], dueInMs: 15_000 }],
    'a further answer does not put it off',
  );
  t.end();
});

t.test('a list that lacks a section cancels it never, however often and however long', (t) => {
  const settled = settle(job('a', [claimed({ missingForMs: HOUR_MS })]), lacking, rule);
  t.match(settled.commits, [{ missing: true, state: { status: 'full', version: 3 }, changes: [], dueInMs: 2_000 }]);
  t.same(settled.published, []);
  t.end();
});

t.test('a section that its number does not find either is cancelled', (t) => {
  const settled = settle(job('a', [claimed({ missingForMs: 60_000 })]), gone, rule);
  t.match(settled.commits, [{ state: { status: 'cancelled', version: 4 }, changes: [{ kind: 'cancelled' }] }]);
  t.match(settled.published, [{ status: 'cancelled' }]);
  t.end();
});

t.test('a section that comes back in between is missing no more', (t) => {
  t.match(settle(job('a', [claimed({ missingForMs: 59_000 })]), sight(claimed().state), rule).commits, [
    { missing: false },
  ]);
  t.end();
});

t.test('a failed look does not end that a section is missing', (t) => {
  t.match(settle(job('a', [claimed({ missingForMs: 59_000 })]), failed, rule).commits, [{ missing: true }]);
  t.end();
});

t.test('a cancelled section that stays away has no further news', (t) => {
  const section = claimed({ state: state({ status: 'cancelled', version: 4 }), missingForMs: HOUR_MS });
  const settled = settle(job('a', [section]), lacking, rule);
  t.match(settled.commits, [{ state: { version: 4, checkedAt: LATER }, changes: [] }]);
  t.same(settled.published, []);
  t.end();
});

t.test(
  'a section that moved to another course is found by its number: no cancellation, and it is asked for there',
  (t) => {
    const section = claimed({ missingForMs: 60_000 });
    const settled = settle(job('a', [section]), sight(section.state, { catalogNumber: '311' }), rule);
    t.match(settled.commits, [{ missing: false, state: { catalogNumber: '311', version: 4 }, changes: [] }]);
    t.match(settled.published, [{ catalogNumber: '311' }]);
    t.end();
  },
);

t.test('one empty answer ends no watch of a section never seen; a second one with a living canary does', (t) => {
  const first = settle(job('a', [claimed({ state: null })]), lacking, rule);
  t.match(first, { forget: [], commits: [{ state: null, expectedVersion: 0, missing: true, dueInMs: 60_000 }] });
  const unsure = settle(job('a', [claimed({ state: null, missingForMs: HOUR_MS })]), lacking, rule);
  t.match(unsure, { forget: [], commits: [{ state: null, missing: true }] });
  t.same(settle(job('a', [claimed({ state: null, missingForMs: 60_000 })]), gone, rule).forget, [KEY]);
  t.same(
    settle(job('a', [claimed({ state: null, watched: false })]), lacking, rule),
    { commits: [], published: [], forget: [], release: [KEY] },
    'for a visitor',
  );
  t.end();
});

t.test(
  'the third failed look in a row makes a section unknown and a dead letter; further ones do not repeat it',
  (t) => {
    const second = settle(job('a', [claimed({ failures: 1 })]), failed, rule);
    t.match(second, {
      commits: [{ failures: 2, unknown: false, state: { version: 3 }, dueInMs: 8_000 }],
      published: [],
    });
    t.notOk('deadLetter' in second.commits[0]!);
    const third = settle(job('a', [claimed({ failures: 2 })]), failed, rule);
    t.match(third.commits, [
      { failures: 3, unknown: true, state: { version: 3, status: 'full' }, dueInMs: 300_000, changes: [] },
    ]);
    t.match(third.published, [{ status: 'unknown', version: 3 }]);
    t.same(third.commits[0]?.deadLetter, { error: failed.message, attempts: 3 });
    const fourth = settle(job('a', [claimed({ failures: 3, unknown: true })]), failed, rule);
    t.match(fourth, { commits: [{ failures: 4, unknown: true }], published: [] });
    t.notOk('deadLetter' in fourth.commits[0]!);
    t.end();
  },
);

t.test('a section that can be seen again is published again, also when nothing changed meanwhile', (t) => {
  const section = claimed({ failures: 5, unknown: true });
  const settled = settle(job('a', [section]), sight(section.state), rule);
  t.match(settled, { commits: [{ unknown: false, failures: 0 }], published: [{ status: 'full', version: 3 }] });
  t.end();
});

t.test('a failed first look for somebody passing by leaves no row', (t) => {
  t.same(settle(job('a', [claimed({ state: null, watched: false })]), failed, rule).release, [KEY]);
  t.match(settle(job('a', [claimed({ state: null, watched: true })]), failed, rule).commits, [
    { state: null, failures: 1 },
  ]);
  t.end();
});

t.test(
  'a section of which an answer says nothing sure has a failed look of its own: retried, then unknown and a dead letter, never absent',
  (t) => {
    const [odd, other] = [claimed({ failures: 2, missingForMs: 1_000 }), claimed({ classNumber: '66446' })];
    const beside: Complete = {
      ...sight(null),
      observed: [observe('asu', other.state, seen({ classNumber: '66446', enrolled: 149 }), LATER)],
      unsure: [{ section: KEY, reason: 'its seats cannot be read' }],
    };
    const first = settle(job('a', [claimed({ failures: 0, missingForMs: 1_000 }), other]), beside, rule);
    t.match(first.commits, [
      { section: other.section, state: { status: 'open' } },
      { section: KEY, failures: 1, missing: true, state: { version: 3 }, changes: [], dueInMs: 2_000 },
    ]);
    const third = settle(job('a', [odd, other]), beside, rule);
    t.match(third.commits[1], {
      section: KEY,
      failures: 3,
      unknown: true,
      state: { version: 3, status: 'full' },
      changes: [],
    });
    t.match(third.published, [
      { section: other.section, status: 'open' },
      { section: KEY, status: 'unknown' },
    ]);
    t.match(third.commits[1]?.deadLetter, {
      error: /asu\/2267\/66445 it says nothing sure: its seats cannot be read/,
      attempts: 3,
    });
    t.end();
  },
);

t.test('an unsure row of a section nobody asked about means nothing', (t) => {
  const settled = settle(
    job('a', [claimed()]),
    { ...sight(claimed().state), unsure: [{ section: 'asu/2267/70699', reason: 'odd' }] },
    rule,
  );
  t.same([settled.commits.map(({ section }) => section), settled.forget, settled.release], [[KEY], [], []]);
  t.end();
});

t.test('odd is what many sections seldom show at once: opening, being absent, coming back', (t) => {
  const section = claimed();
  t.same(oddIn(job('a', [section]), sight(section.state, { enrolled: 149 })), [{ section: KEY, kind: 'opened' }]);
  t.same(oddIn(job('a', [section]), lacking), [{ section: KEY, kind: 'absent' }], 'the first time');
  t.same(oddIn(job('a', [claimed({ missingForMs: 1_000 })]), lacking), [], 'after that its number decides');
  const cancelled = claimed({ state: state({ status: 'cancelled' }) });
  t.same(oddIn(job('a', [cancelled]), sight(cancelled.state)), [{ section: KEY, kind: 'listed' }]);
  t.same(
    oddIn(job('a', [claimed({ missingForMs: 60_000 })]), gone),
    [{ section: KEY, kind: 'gone' }],
    'it would be cancelled',
  );
  t.same(oddIn(job('a', [cancelled]), lacking), [], 'it was gone before');
  t.same(oddIn(job('a', [claimed({ state: null })]), lacking), [], 'it was never there');
  t.same(oddIn(job('a', [section]), sight(section.state, { enrolled: 151 })), []);
  t.end();
});

t.test('the second look at a mass change writes only what both looks saw', (t) => {
  const section = claimed();
  for (const [kind, second] of [
    ['opened', sight(section.state, { enrolled: 149 })],
    ['absent', lacking],
  ] as const) {
    t.equal(settle(job('a', [section], [{ section: KEY, kind }]), second, rule).commits.length, 1);
    const disagreeing = settle(job('a', [section], [{ section: KEY, kind: 'listed' }]), second, rule);
    t.same([disagreeing.commits, disagreeing.published, disagreeing.release], [[], [], [KEY]], kind);
  }
  const missing = claimed({ missingForMs: 60_000 });
  t.match(settle(job('a', [missing], [{ section: KEY, kind: 'gone' }]), gone, rule).commits, [
    { state: { status: 'cancelled' } },
  ]);
  t.same(settle(job('a', [missing], []), gone, rule).release, [KEY]);
  t.same(
    settle(job('a', [], []), sight(section.state, { enrolled: 149 }), rule, [section]),
    { commits: [], published: [], forget: [], release: [] },
    "a lease on what was seen in passing is somebody else's",
  );
  t.end();
});
