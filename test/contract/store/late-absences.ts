/** Two nodes get odd answers and write them late: a property test. */
import fc from 'fast-check';
import type { Test } from 'tap';
import { settle } from '../../../src/checking/settling/settle.ts';
import { isAskedByNumber, isInDoubt } from '../../../src/domain/absence.ts';
import { observe } from '../../../src/domain/change.ts';
import type { LookRequest } from '../../../src/institutions/institution.ts';
import type { KnownSection } from '../../../src/store/sections.ts';
import { job } from '../../support/jobs.ts';
import type { Answered } from '../../support/shown.ts';
import { nothing } from '../../support/shown.ts';
import type { MakeHarness } from './harness.ts';
import { INTERVAL_MS, LEASE_MS, lookAt, see, take } from './harness.ts';

const MINUTE_MS = 60_000;
const BY_NUMBER: LookRequest = { id: 'by number', institution: 'asu', term: '2267', by: 'class', classNumber: '1' };

/** What one node claimed, which answer it got, and when. It may write the result much later. */
interface Look {
  section: KnownSection;
  byNumber: boolean;
  lacking: boolean;
  alive: boolean;
  at: number;
}

function answerOf({ section, byNumber, lacking, alive, at }: Look): Answered {
  const key = section.section;
  if (!lacking)
    return { ...nothing, observed: [observe('asu', section.state, lookAt(key), new Date(at).toISOString())] };
  return { ...nothing, absent: [key], gone: byNumber && alive && isInDoubt(section) ? [key] : [] };
}

const steps = fc.array(
  fc.record({
    does: fc.constantFrom('look', 'look', 'write', 'write', 'wait'),
    node: fc.constantFrom('one', 'two'),
    lacking: fc.constantFrom(true, true, true, false),
    alive: fc.boolean(),
    ms: fc.constantFrom(1_000, MINUTE_MS / 2, LEASE_MS, INTERVAL_MS),
  }),
  { minLength: 15, maxLength: 40 },
);

export function lateAbsencesContract(t: Test, make: MakeHarness): void {
  t.test(
    'however late two nodes write odd answers, only a number that is not found a minute later cancels a section',
    async (t) => {
      const harness = await make(t);
      const { sections } = harness.store;
      let [run, cancelled] = [20_000, 0];
      await fc.assert(
        fc.asyncProperty(steps, async (plan) => {
          const key = `asu/2267/${(run += 1)}`;
          await see(harness, key);
          const looks = new Map<string, Look>();
          /** When the first absence since the last sighting was written. */
          let since: number | null = null;
          const write = async (node: string, look: Look): Promise<boolean> => {
            const { commits } = settle(
              look.byNumber ? { ...job('a', [look.section]), request: BY_NUMBER } : job('a', [look.section]),
              answerOf(look),
              { intervalMs: INTERVAL_MS, nowMs: look.at, random: () => 0 },
            );
            const { committed, changes } = await sections.commit(`${node} ${key}`, commits);
            if (committed.length === 0) return true;
            const told = changes.some(({ change }) => change.kind === 'cancelled');
            const sure = look.byNumber && look.lacking && look.alive && since !== null && look.at - since >= MINUTE_MS;
            if (told) cancelled += 1;
            since = look.lacking ? (since ?? harness.now()) : null;
            return !told || sure;
          };
          for (const { does, node, ms, ...answer } of plan) {
            const look = looks.get(node);
            if (does === 'wait') await harness.advance(ms);
            if (does === 'look' && look === undefined) {
              const [section] = await take(harness, [key], `${node} ${key}`);
              if (section !== undefined)
                looks.set(node, { section, ...answer, byNumber: isAskedByNumber(section), at: harness.now() });
            }
            if (does === 'write' && look !== undefined) {
              looks.delete(node);
              if (!(await write(node, look))) return false;
              await sections.release(`${node} ${key}`, [key], 0);
            }
          }
          return true;
        }),
        { seed: 20_261_126, numRuns: 30, endOnFailure: true },
      );
      t.ok(cancelled > 5, `${cancelled} were cancelled`);
    },
  );
}
