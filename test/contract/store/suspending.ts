/** What a suspended student can do and is told: nothing. And how it goes on for a restored one. */
import type { Test } from 'tap';
import { wishOf } from '../../../src/domain/watch.ts';
import type { MakeHarness, StoreHarness } from './harness.ts';
import { CSE310, CSE310_TOO, fanOut, FULL, MAT210, OPEN, see, student, takePending, watch } from './harness.ts';

const HOUR_MS = 3_600_000;
const ADA = 'ada@example.edu';

async function counts({ store }: StoreHarness): Promise<Record<string, number>> {
  const found = await store.sections.watchers([CSE310, CSE310_TOO, MAT210]);
  return Object.fromEntries(found.map(({ section, watchers }) => [section, watchers]));
}

export function suspendingContract(t: Test, make: MakeHarness): void {
  t.test('sessions and links end, and no link signs in while the student is suspended', async (t) => {
    const harness = await make(t);
    const { accounts, users } = harness.store;
    const ada = await student(harness);
    await accounts.addSignIn('before', ADA, HOUR_MS);
    t.match(await users.suspend(ada), { suspendedAt: new Date(harness.now()).toISOString() });
    t.equal(await users.isSuspended(ADA), true);
    t.equal(await users.isSuspended('ben@example.edu'), false);
    t.equal(await accounts.session(`session of ${ADA}`), undefined);
    t.equal(await accounts.peekSignIn('before'), undefined);
    await accounts.addSignIn('meanwhile', ADA, HOUR_MS, { waitingHash: 'page' });
    t.equal(await accounts.signIn('meanwhile', 'new session', HOUR_MS), undefined);
    t.equal(await accounts.waiting('page'), 'waiting', 'the page that asked learns nothing');
    await users.restore(ada);
    t.equal(await users.isSuspended(ADA), false);
    t.equal(await accounts.session(`session of ${ADA}`), undefined, 'an ended session stays ended');
    t.match(await accounts.signIn('meanwhile', 'new session', HOUR_MS), { id: ada });
  });

  t.test('the watches count for nothing, and are back when the student is', async (t) => {
    const harness = await make(t);
    const { users, watches, sections } = harness.store;
    for (const section of [CSE310, CSE310_TOO]) await see(harness, section);
    const [ada, ben] = [await student(harness), await student(harness, 'ben@example.edu')];
    for (const userId of [ada, ben]) await watch(harness, userId, CSE310);
    const paused = await watch(harness, ada, CSE310_TOO);
    await watches.update(ada, paused.id, { paused: true });
    await watch(harness, ada, MAT210);
    const before = await counts(harness);
    t.same(before, { [CSE310]: 2, [CSE310_TOO]: 0, [MAT210]: 1 });
    for (const time of ['once', 'twice']) {
      await users.suspend(ada);
      t.same(await counts(harness), { [CSE310]: 1, [CSE310_TOO]: 0, [MAT210]: 0 }, time);
    }
    t.equal(await sections.countWatched('asu'), 1);
    t.equal((await watches.list(ada)).length, 3, 'nothing is deleted');
    await harness.store.accounts.sweep();
    await users.restore(ada);
    t.same(await counts(harness), before);
    t.match(
      (await watches.list(ada)).find(({ id }) => id === paused.id),
      { paused: true },
      'a watch that its student paused stays paused',
    );
    await users.restore(ada);
    t.same(await counts(harness), before);
  });

  t.test('nothing is told meanwhile, and what changed meanwhile is not told later', async (t) => {
    const harness = await make(t);
    const { users, notifications } = harness.store;
    await see(harness, CSE310);
    const [ada, ben] = [await student(harness), await student(harness, 'ben@example.edu')];
    for (const userId of [ada, ben]) await watch(harness, userId, CSE310);
    await see(harness, CSE310, OPEN);
    await fanOut(harness);
    t.equal(await notifications.countPending(), 2);
    await users.suspend(ada);
    t.equal(await notifications.countPending(), 1, 'what was not sent is deleted');
    for (const look of [FULL, OPEN]) await see(harness, CSE310, look);
    await fanOut(harness);
    const told = await takePending(harness, 'mailer');
    t.same([...new Set(told.map(({ recipient }) => recipient))], ['ben@example.edu']);
    await notifications.record(
      'mailer',
      told.map(({ id }) => ({ id, outcome: 'sent' })),
    );
    await see(harness, CSE310, FULL);
    await users.restore(ada);
    await fanOut(harness);
    t.same(await takePending(harness, 'mailer'), []);
    await see(harness, CSE310, OPEN);
    await fanOut(harness);
    t.same((await takePending(harness, 'mailer')).map(({ recipient }) => recipient).toSorted(), [
      ADA,
      'ben@example.edu',
    ]);
  });

  t.test('links in old mails neither start a watch nor end its rest', async (t) => {
    const harness = await make(t);
    const { users, watches } = harness.store;
    await see(harness, CSE310);
    const ada = await student(harness);
    const { id } = await watch(harness, ada, CSE310);
    await users.suspend(ada);
    t.match(await watches.update(ada, id, { paused: false }), { paused: true });
    t.same(await counts(harness), { [CSE310]: 0 });
    await t.rejects(watches.add(ada, wishOf(MAT210), false, 10, 0), { code: 'PMC_NOT_SIGNED_IN' });
    await users.restore(ada);
    t.same(await counts(harness), { [CSE310]: 1 });
  });

  t.test('a pause that ends by itself does not end the rest, and goes on if it has not ended', async (t) => {
    const harness = await make(t);
    const { users, watches } = harness.store;
    for (const section of [CSE310, CSE310_TOO]) await see(harness, section);
    const ada = await student(harness);
    const pausedUntil = harness.now() + HOUR_MS;
    const first = await watch(harness, ada, CSE310);
    await watches.update(ada, first.id, { paused: true, pausedUntil });
    const second = await watch(harness, ada, CSE310_TOO);
    await users.suspend(ada);
    await watches.update(ada, second.id, { paused: true, pausedUntil: pausedUntil + HOUR_MS });
    await harness.advance(HOUR_MS);
    await watches.resume();
    t.same(await counts(harness), { [CSE310]: 0, [CSE310_TOO]: 0 });
    await users.restore(ada);
    t.same(await counts(harness), { [CSE310]: 1, [CSE310_TOO]: 0 });
    await harness.advance(HOUR_MS);
    await watches.resume();
    t.same(await counts(harness), { [CSE310]: 1, [CSE310_TOO]: 1 });
  });
}
