import t from 'tap';
import { CONFIRM_AFTER_MS, confirmInMs, isAskedByNumber, isInDoubt, isMissingLong } from '../../src/domain/absence.ts';
import { observe } from '../../src/domain/change.ts';
import type { SectionState } from '../../src/domain/section.ts';
import { seen } from '../support/states.ts';

const { state } = observe('asu', null, seen(), '2026-11-23T20:00:00Z');
const cancelled: SectionState = { ...state, status: 'cancelled' };
const [justMissed, ripe] = [0, CONFIRM_AFTER_MS];

t.test('a lookup by number decides only a minute after the first answer without the section', async (t) => {
  t.notOk(isMissingLong({ missingForMs: null }));
  t.notOk(isMissingLong({ missingForMs: CONFIRM_AFTER_MS - 1 }));
  t.ok(isMissingLong({ missingForMs: CONFIRM_AFTER_MS }));
});

t.test('a missing section is in doubt, unless it is cancelled already', async (t) => {
  t.ok(isInDoubt({ state, missingForMs: ripe, watched: true }));
  t.ok(isInDoubt({ state: null, missingForMs: ripe, watched: true }), 'it may not exist');
  t.notOk(isInDoubt({ state, missingForMs: justMissed, watched: true }));
  t.notOk(isInDoubt({ state: cancelled, missingForMs: ripe, watched: true }));
});

t.test('unseen and missing sections are looked up by number, and cancelled ones only while watched', async (t) => {
  t.ok(isAskedByNumber({ state: null, missingForMs: null, watched: false }));
  t.notOk(isAskedByNumber({ state, missingForMs: null, watched: true }));
  t.notOk(isAskedByNumber({ state, missingForMs: justMissed, watched: true }));
  t.ok(isAskedByNumber({ state, missingForMs: ripe, watched: false }));
  t.ok(isAskedByNumber({ state: cancelled, missingForMs: ripe, watched: true }));
  t.notOk(isAskedByNumber({ state: cancelled, missingForMs: ripe, watched: false }));
});

t.test('the lookup comes when the minute is over, or soon if it is over already', async (t) => {
  t.equal(confirmInMs({ missingForMs: null }), CONFIRM_AFTER_MS);
  t.equal(confirmInMs({ missingForMs: 40_000 }), 20_000);
  t.equal(confirmInMs({ missingForMs: 2 * CONFIRM_AFTER_MS }), 2_000);
});
