import t from 'tap';
import { settle } from '../../../src/checking/settling/settle.ts';
import { claimed, job } from '../../support/jobs.ts';
import { state } from '../../support/states.ts';
import { HOUR_MS, KEY, LATER, failed, gone, lacking, rule, shows } from '../../support/shown.ts';

t.test('a sure look is written over the version it was compared with', (t) => {
  const section = claimed({ failures: 2, missingForMs: 1_000 });
  const settled = settle(job('a', [section]), shows(section.state, { enrolled: 149 }), rule);
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

t.test('of a look that shows nothing new only the time is written, and nothing is published', (t) => {
  const section = claimed({ failures: 1, missingForMs: 1_000 });
  const settled = settle(job('a', [section]), shows(section.state), rule);
  t.match(settled.commits, [
    { expectedVersion: 3, state: null, checkedAt: LATER, failures: 0, missing: false, unknown: false, changes: [] },
  ]);
  t.same(settled.published, []);
  const wasUnknown = claimed({ unknown: true });
  t.match(
    settle(job('a', [wasUnknown]), shows(wasUnknown.state), rule),
    { commits: [{ state: null, unknown: false }], published: [{ version: 3, checkedAt: LATER }] },
    'it is known again',
  );
  t.end();
});

t.test('a new section is written as version 1 and published', (t) => {
  const settled = settle(job('a', []), shows(null), rule);
  t.match(settled.commits, [{ expectedVersion: 0, state: { version: 1 }, changes: [] }]);
  t.equal(settled.published.length, 1);
  t.end();
});

t.test(
  'a section that was not leased for the look is written in passing, over the version it was compared with',
  (t) => {
    const row = claimed({ missingForMs: 1_000, failures: 2, unknown: true });
    const settled = settle(job('a', []), { ...shows(row.state, { enrolled: 149 }), inPassing: [row] }, rule);
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
    const leased = settle(job('a', [row]), shows(row.state), rule);
    t.notOk('inPassing' in leased.commits[0]!);
    t.end();
  },
);

t.test('a section missing from an answer is asked for by its number a minute later, and nothing else changes', (t) => {
  const once = settle(job('a', [claimed()]), lacking, rule);
  t.match(once.commits, [{ missing: true, state: null, changes: [], dueInMs: 60_000 }]);
  t.same(once.published, []);
  const again = settle(job('a', [claimed({ missingForMs: 45_000 })]), lacking, rule);
  t.match(
    again.commits,
    [{ missing: true, state: null, changes: [], dueInMs: 15_000 }],
    'a further answer does not put it off',
  );
  t.end();
});

t.test('a list never cancels a section that it lacks, however often and however long', (t) => {
  const settled = settle(job('a', [claimed({ missingForMs: HOUR_MS })]), lacking, rule);
  t.match(settled.commits, [{ missing: true, state: null, changes: [], dueInMs: 2_000 }]);
  t.same(settled.published, []);
  t.end();
});

t.test('a section that a search by number does not find either is cancelled', (t) => {
  const settled = settle(job('a', [claimed({ missingForMs: 60_000 })]), gone, rule);
  t.match(settled.commits, [{ state: { status: 'cancelled', version: 4 }, changes: [{ kind: 'cancelled' }] }]);
  t.match(settled.published, [{ status: 'cancelled' }]);
  t.end();
});

t.test('a section that comes back in between is no longer missing', (t) => {
  t.match(settle(job('a', [claimed({ missingForMs: 59_000 })]), shows(claimed().state), rule).commits, [
    { missing: false },
  ]);
  t.end();
});

t.test('a section stays missing after a failed look', (t) => {
  t.match(settle(job('a', [claimed({ missingForMs: 59_000 })]), failed, rule).commits, [{ missing: true }]);
  t.end();
});

t.test('a cancelled section that stays away causes no further announcements', (t) => {
  const section = claimed({ state: state({ status: 'cancelled', version: 4 }), missingForMs: HOUR_MS });
  const settled = settle(job('a', [section]), lacking, rule);
  t.match(settled.commits, [{ state: { version: 4, checkedAt: LATER }, changes: [] }]);
  t.same(settled.published, []);
  t.end();
});

t.test(
  'a section that moved to another course is found by number: it is not cancelled, and is asked for there',
  (t) => {
    const section = claimed({ missingForMs: 60_000 });
    const settled = settle(job('a', [section]), shows(section.state, { catalogNumber: '311' }), rule);
    t.match(settled.commits, [{ missing: false, state: { catalogNumber: '311', version: 4 }, changes: [] }]);
    t.match(settled.published, [{ catalogNumber: '311' }]);
    t.end();
  },
);

t.test(
  'one empty answer does not end a watch of a section never seen; a second one with a working canary does',
  (t) => {
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
  },
);
