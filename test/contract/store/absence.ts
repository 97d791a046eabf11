/** Sections that answers lack: the store keeps since when, and forgets sections that never existed. */
import type { Test } from 'tap';
import { observeCancelled } from '../../../src/domain/change.ts';
import type { SectionCommit } from '../../../src/store/sections.ts';
import type { MakeHarness, StoreHarness } from './harness.ts';
import {
  commitOf,
  CSE310,
  giveUp,
  INTERVAL_MS,
  LEASE_MS,
  nextDueInMs,
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
    demand: 0,
    dueInMs: INTERVAL_MS,
    changes: [],
  };
}

async function missingForMs(harness: StoreHarness): Promise<number | null | undefined> {
  const [claimed] = await take(harness, [CSE310], 'who asks');
  await harness.store.sections.release('who asks', [CSE310], 0);
  return claimed?.missingForMs;
}

export function absenceContract(t: Test, make: MakeHarness): void {
  t.test(
    'how long a section has been missing survives further absences, a failed look and a restart, until it is seen',
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
      t.equal(await missingForMs(harness), 60_000, 'neither another process nor a restart shortens it');
      await see(harness, CSE310);
      t.equal(await missingForMs(harness), null);
    },
  );

  t.test('a section that another answer shows during the lookup of its number is not cancelled', async (t) => {
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

  t.test('the time is also kept for a section that was never seen', async (t) => {
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

  t.test('a section that does not exist is removed with its watches, and each student gets one notice', async (t) => {
    const harness = await make(t);
    const { store } = harness;
    const ada = await student(harness);
    const ben = await student(harness, 'ben@example.edu');
    const first = await watch(harness, ada, CSE310);
    const second = await watch(harness, ben, CSE310);
    await giveUp(harness, CSE310, 'gone');
    await take(harness, [CSE310], 'one');
    t.equal(await store.sections.forget('one', CSE310), 2);
    t.equal(await store.sections.forget('one', CSE310), 0);
    t.same(await store.watches.list(ada), []);
    t.equal(await nextDueInMs(store), null);
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
    await harness.store.notifications.record(
      'mailer',
      notices.map(({ id }) => ({ id, outcome: 'sent' })),
    );
    await harness.advance(LEASE_MS);
    t.same(await takePending(harness, 'mailer'), []);
    t.match(await harness.store.accounts.messages(ada, null, 10), [{ kind: 'not-found', state: 'sent' }]);
  });

  t.test('a section that was seen is never forgotten', async (t) => {
    const harness = await make(t);
    const ada = await student(harness);
    await see(harness, CSE310);
    await watch(harness, ada, CSE310);
    await take(harness, [CSE310], 'one');
    t.equal(await harness.store.sections.forget('one', CSE310), 0);
    t.equal((await harness.store.watches.list(ada)).length, 1);
    t.match(await harness.store.sections.state(CSE310), { version: 1 });
  });

  t.test('a process that was frozen removes nothing that another process leases or has seen', async (t) => {
    const harness = await make(t);
    const { sections, watches } = harness.store;
    const ada = await student(harness);
    await watch(harness, ada, CSE310);
    const unharmed = async (why: string): Promise<void> => {
      t.equal(await sections.forget('frozen', CSE310), 0, why);
      t.equal((await watches.list(ada)).length, 1, why);
      t.same(await takePending(harness, 'mailer'), [], why);
    };
    await take(harness, [CSE310], 'frozen');
    await harness.advance(LEASE_MS);
    await unharmed('its lease has lapsed');
    await take(harness, [CSE310], 'rival');
    await unharmed('another process holds the lease');
    t.equal((await sections.commit('rival', [commitOf(harness, CSE310, null)])).committed.length, 1);
    await unharmed('another process has seen it');
    t.match(await sections.state(CSE310), { version: 1 });
  });
}
