import t from 'tap';
import { observe, observeCancelled } from '../../src/domain/change.ts';
import type { SectionCommit } from '../../src/store/sections.ts';
import { isGone, putOffMs } from '../../src/store/sections.ts';
import { seen } from '../support/states.ts';

t.test('a section is gone when a commit cancels it because it is missing', async (t) => {
  const { state: before } = observe('asu', null, seen(), '2026-11-23T20:00:00Z');
  const { state } = observeCancelled(before, '2026-11-23T21:00:00Z');
  const commit: SectionCommit = {
    section: state.section,
    expectedVersion: 1,
    state,
    unknown: false,
    missing: true,
    failures: 0,
    demand: 0,
    dueInMs: 0,
    changes: [],
  };
  t.ok(isGone(commit));
  t.notOk(isGone({ ...commit, missing: false }), 'the source says so itself');
  t.notOk(isGone({ ...commit, expectedVersion: 2 }), 'it was cancelled before');
  t.notOk(isGone({ ...commit, state: null }));
});

t.test('a rejected commit waits at least five minutes, even if its own pause is invalid', async (t) => {
  t.equal(putOffMs(1_000), 300_000);
  t.equal(putOffMs(3_600_000), 3_600_000);
  t.equal(putOffMs(NaN), 300_000);
  t.equal(putOffMs(Infinity), 300_000);
});
