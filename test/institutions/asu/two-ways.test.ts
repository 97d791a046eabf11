/** Both ways of looking agree: whichever way is used, no false change is reported. */
import * as fc from 'fast-check';
import t from 'tap';
import { compare } from '../../../src/checking/looking/compare.ts';
import type { Change } from '../../../src/domain/change.ts';
import type { SectionState } from '../../../src/domain/section.ts';
import { asu } from '../../../src/institutions/asu/asu.ts';
import { AT } from '../../support/states.ts';
import { asApi, asPage, registered, trueStatus } from '../../support/two-ways.ts';
import type { Registered } from '../../support/two-ways.ts';
import { course } from '../../support/visit.ts';

const SECTION = 'asu/2267/66445';
const way = fc.constantFrom(asApi, asPage);
const run = { seed: 8, numRuns: 3_000 };

/** The state after a look at the section. An unsure look changes nothing. */
function look(
  before: SectionState | null,
  section: Registered,
  show: typeof asApi,
): { state: SectionState | null; changes: Change[] } {
  const result = compare(
    { request: course, answer: show(section), requests: 1, known: [{ section: SECTION, state: before }], at: AT },
    asu,
  );
  if (result.outcome !== 'answered') throw new Error(result.message);
  const [observed] = result.observed;
  if (observed !== undefined) return observed;
  if (result.unsure[0]?.section !== SECTION) throw new Error('neither shown nor unsure');
  return { state: before, changes: [] };
}

t.test('for an unchanged section, looks in both ways never give a change, in any order', async (t) => {
  const stays = fc.property(registered, fc.array(way, { minLength: 2, maxLength: 5 }), (section, ways) => {
    let state: SectionState | null = null;
    const told: string[] = [];
    for (const show of ways) {
      const seen = look(state, section, show);
      state = seen.state;
      told.push(...seen.changes.map(({ kind }) => kind));
    }
    return told.length === 0;
  });
  t.doesNotThrow(() => fc.assert(stays, run));
});

t.test('the page gives a sure look for most sections', async (t) => {
  const sections = fc.sample(registered, { seed: 8, numRuns: 500 });
  const seen = sections.filter((section) => look(null, section, asPage).state !== null).length;
  t.ok(seen > 400, `${seen} of 500; a null capacity is not shown`);
});

t.test('the changes of a section are true, whichever way it is looked at', async (t) => {
  const moves = fc.array(fc.tuple(registered, way), { minLength: 1, maxLength: 6 });
  const moving = fc.property(registered, moves, (first, looks) => {
    // Whether there is a waitlist does not change within a term.
    const same = ({ waitlist, ...section }: Registered): Registered => ({
      ...section,
      waitlist:
        first.waitlist.capacity === 0 ? first.waitlist : { capacity: first.waitlist.capacity, count: waitlist.count },
    });
    let { state } = look(null, first, asApi);
    for (const [section, show] of looks) {
      const now = same(section);
      const { state: after, changes } = look(state, now, show);
      state = after;
      const kinds = changes.map(({ kind }) => kind);
      if (kinds.includes('opened') && trueStatus(now) !== 'open') return false;
      if (kinds.includes('closed') && trueStatus(now) === 'open') return false;
      if (kinds.includes('cancelled') || (show === asPage && kinds.includes('waitlist'))) return false;
      if (show === asApi && state?.status !== trueStatus(now)) return false;
    }
    return true;
  });
  t.doesNotThrow(() => fc.assert(moving, run));
});
