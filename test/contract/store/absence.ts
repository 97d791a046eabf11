/** Sections that answers lack: since when is kept, and one that never was goes with its watches. */
import fc from 'fast-check';
import type { Test } from 'tap';
import { settle } from '../../../src/checking/settling/settle.ts';
import { isAskedByNumber, isInDoubt } from '../../../src/domain/absence.ts';
import { observe, observeCancelled } from '../../../src/domain/change.ts';
import type { LookRequest } from '../../../src/institutions/institution.ts';
import type { ClaimedSection, SectionCommit } from '../../../src/store/sections.ts';
import { job } from '../../support/jobs.ts';
import type { Answered } from '../../support/shown.ts';
import { nothing } from '../../support/shown.ts';
import type { MakeHarness, StoreHarness } from './harness.ts';
import {
  commitOf,
  CSE310,
  giveUp,
  INTERVAL_MS,
  LEASE_MS,
  lookAt,
  see,
  student,
  take,
  takePending,
  watch,
} from './harness.ts';

function lacking(section: string, expectedVersion: number, missing = true): SectionCommit {
  return {
    section,
    expectedVersion,
    state: null,
    unknown: false,
    missing,
    failures: 0,
    dueInMs: INTERVAL_MS,
    changes: [],
  };
}

async function missingForMs(harness: StoreHarness): Promise<number | null | undefined> {
  const [claimed] = await take(harness, [CSE310], 'who asks');
  await harness.store.sections.release('who asks', [CSE310], 0);
  return claimed?.missingForMs;
}

const MINUTE_MS = 60_000;
const BY_NUMBER: LookRequest = { id: 'by number', institution: 'asu', term: '2267', by: 'class', classNumber: '1' };

/** What one node claimed, what it was answered, and when: it may write that down much later. */
interface Look {
  section: ClaimedSection;
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

export function absenceContract(t: Test, make: MakeHarness): void {
  t.test(
    'since when a section is missing is kept over further absences, a failed look and a restart, until it is seen',
    async (t) => {
      const harness = await make(t);
      await see(harness, CSE310);
      t.equal(await missingForMs(harness), null);
      await take(harness, [CSE310], 'one');
      await harness.store.sections.commit('one', [lacking(CSE310, 1)]);
      await harness.advance(40_000);
      t.equal(await missingForMs(harness), 40_000);
      await take(harness, [CSE310], 'two');
      await harness.store.sections.commit('two', [lacking(CSE310, 1)]);
      await harness.reopen();
      await harness.advance(20_000);
      t.equal(await missingForMs(harness), 60_000, 'a rival does not shorten it, nor a restart');
      await see(harness, CSE310);
      t.equal(await missingForMs(harness), null);
    },
  );

  t.test('a section that is seen in passing while its number is asked for is not cancelled', async (t) => {
    const harness = await make(t);
    const { sections } = harness.store;
    await see(harness, CSE310);
    await take(harness, [CSE310], 'one');
    await sections.commit('one', [lacking(CSE310, 1)]);
    await harness.advance(60_000);
    const [claimed] = await take(harness, [CSE310], 'two');
    t.equal(claimed?.missingForMs, 60_000);
    await sections.commit('other', [{ ...commitOf(harness, CSE310, claimed!.state), inPassing: true }]);
    t.equal((await sections.known([CSE310]))[0]?.missingForMs, null);
    const { state, changes } = observeCancelled(claimed!.state!, new Date(harness.now()).toISOString());
    const gone = { ...lacking(CSE310, 1), state, changes };
    t.same((await sections.commit('two', [gone])).lost, [CSE310]);
    t.match(await sections.state(CSE310), { status: 'full', version: 1 });
  });

  t.test('also one that nobody has ever seen', async (t) => {
    const harness = await make(t);
    await watch(harness, await student(harness), CSE310);
    await take(harness, [CSE310], 'one');
    await harness.store.sections.commit('one', [lacking(CSE310, 0)]);
    await harness.advance(60_000);
    t.equal(await missingForMs(harness), 60_000);
    await take(harness, [CSE310], 'one');
    await harness.store.sections.commit('one', [lacking(CSE310, 0, false)]);
    t.equal(await missingForMs(harness), null);
  });

  t.test('a section that does not exist goes with its watches, and each student is told once', async (t) => {
    const harness = await make(t);
    const { store } = harness;
    const ada = await student(harness);
    const ben = await student(harness, 'ben@example.edu');
    const first = await watch(harness, ada, CSE310);
    const second = await watch(harness, ben, CSE310);
    await giveUp(harness, CSE310, 'gone');
    await take(harness, [CSE310], 'one');
    t.equal(await store.sections.forget('one', CSE310, ['email']), 2);
    t.equal(await store.sections.forget('one', CSE310, ['email']), 0);
    t.same(await store.watches.list(ada), []);
    t.equal(await store.sections.nextDueInMs('asu'), null);
    t.equal(await store.deadLetters.count(), 0);
    await harness.reopen();
    const notices = await takePending(harness, 'mailer');
    t.match(
      notices.toSorted((a, b) => a.recipient.localeCompare(b.recipient)),
      [
        {
          id: `${first.id}+not-found+email`,
          watchId: first.id,
          recipient: 'ada@example.edu',
          section: CSE310,
          notice: 'not-found',
          change: null,
          current: null,
        },
        { id: `${second.id}+not-found+email`, watchId: second.id, recipient: 'ben@example.edu' },
      ],
    );
    await harness.store.notifications.settle(
      'mailer',
      notices.map(({ id }) => ({ id, outcome: 'sent' })),
    );
    await harness.advance(LEASE_MS);
    t.same(await takePending(harness, 'mailer'), []);
    t.same(
      (await harness.store.accounts.export(ada))['notifications'],
      [],
      'the address was kept no longer than needed',
    );
  });

  t.test('a section that was seen is never forgotten', async (t) => {
    const harness = await make(t);
    const ada = await student(harness);
    await see(harness, CSE310);
    await watch(harness, ada, CSE310);
    await take(harness, [CSE310], 'one');
    t.equal(await harness.store.sections.forget('one', CSE310, ['email']), 0);
    t.equal((await harness.store.watches.list(ada)).length, 1);
    t.match(await harness.store.sections.state(CSE310), { version: 1 });
  });

  t.test('a frozen process that wakes forgets nothing that a rival holds or has seen', async (t) => {
    const harness = await make(t);
    const { sections, watches } = harness.store;
    const ada = await student(harness);
    await watch(harness, ada, CSE310);
    const unharmed = async (why: string): Promise<void> => {
      t.equal(await sections.forget('frozen', CSE310, ['email']), 0, why);
      t.equal((await watches.list(ada)).length, 1, why);
      t.same(await takePending(harness, 'mailer'), [], why);
    };
    await take(harness, [CSE310], 'frozen');
    await harness.advance(LEASE_MS);
    await unharmed('its lease has lapsed');
    await take(harness, [CSE310], 'rival');
    await unharmed('a rival holds the lease');
    t.equal((await sections.commit('rival', [commitOf(harness, CSE310, null)])).committed.length, 1);
    await unharmed('a rival has seen it');
    t.match(await sections.state(CSE310), { version: 1 });
  });

  t.test(
    'whatever odd answers two nodes get and however late they write, cancelled is what a number did not find a minute after',
    async (t) => {
      const harness = await make(t);
      const { sections } = harness.store;
      let [run, cancelled] = [20_000, 0];
      await fc.assert(
        fc.asyncProperty(steps, async (plan) => {
          const key = `asu/2267/${(run += 1)}`;
          await see(harness, key);
          const looks = new Map<string, Look>();
          /** When the first of the absences that are written and not refuted was written. */
          let since: number | null = null;
          const write = async (node: string, look: Look): Promise<boolean> => {
            const { commits } = settle(
              look.byNumber ? { ...job('a', [look.section]), request: BY_NUMBER } : job('a', [look.section]),
              answerOf(look),
              { schedule: 'fixed', intervalMs: INTERVAL_MS, nowMs: look.at, random: () => 0 },
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
        { seed: 20_261_126, numRuns: 60, endOnFailure: true },
      );
      t.ok(cancelled > 5, `${cancelled} were cancelled`);
    },
  );
}
