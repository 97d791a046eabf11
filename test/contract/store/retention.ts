/** Retention: old records are deleted in batches, unless they are still needed. */
import type { Test } from 'tap';
import type { MakeHarness, StoreHarness } from './harness.ts';
import {
  CSE310,
  ENG101,
  fanOut,
  FULL,
  giveUp,
  keysOf,
  MAT210,
  OPEN,
  see,
  student,
  take,
  takePending,
  watch,
} from './harness.ts';

const DAY_MS = 86_400_000;
const KEEP_MS = 30 * DAY_MS;
const OLD = 'asu/2261/10001';
const OLD_TOO = 'asu/2261/10002';
const NOTHING = { sections: 0, changes: 0, notifications: 0, deadLetters: 0, incidents: 0 };

export function retentionContract(t: Test, make: MakeHarness): void {
  t.test(
    'a finished term is deleted with its changes; older cursors become invalid, and no number is used twice',
    async (t) => {
      const harness = await make(t);
      const { changes, sections, retention } = harness.store;
      for (const section of [OLD, OLD_TOO]) await see(harness, section);
      const start = await changes.latestCursor();
      for (const look of [OPEN, FULL]) await see(harness, OLD, look);
      const between = await changes.latestCursor();
      await tell(harness);
      await harness.advance(KEEP_MS);
      t.same(await retention.sweep(KEEP_MS, 10), NOTHING, 'not a millisecond too early');
      await harness.advance(DAY_MS);
      await see(harness, CSE310);
      const gone = (await changes.history(OLD, null, 100)).length;
      t.same(await retention.sweep(KEEP_MS, 10), { ...NOTHING, sections: 2, changes: gone });
      t.same(await sections.states([OLD, OLD_TOO, CSE310]).then(keysOf), [CSE310]);
      t.equal(await changes.page('0', 10), undefined);
      t.same(await changes.page(null, 10), { changes: [], next: between }, 'complete from here on');
      t.equal(await changes.since('0', [CSE310], 10), undefined);
      t.equal(await changes.since(start, [CSE310], 10), undefined, 'it may have missed deleted changes');
      t.same(await changes.since(between, [CSE310], 10), [], 'it has missed nothing');
      t.equal((await changes.latestCursor()) >= between, true);
      await harness.reopen();
      const { result } = await see(harness, CSE310, OPEN);
      t.ok(Number(result.changes[0]!.cursor) > Number(between));
      t.equal(await harness.store.changes.since(start, [CSE310], 10), undefined, 'also after a restart');
      t.same(await harness.store.changes.since(between, [CSE310], 10), result.changes);
    },
  );

  t.test('the history of a term with recent looks stays complete, however old it is', async (t) => {
    const harness = await make(t);
    await see(harness, CSE310);
    await see(harness, CSE310, OPEN);
    await tell(harness);
    await harness.advance(2 * KEEP_MS);
    await see(harness, MAT210);
    t.same(await harness.store.retention.sweep(KEEP_MS, 10), NOTHING, 'one section of the term was seen recently');
    t.match(await harness.store.changes.history(CSE310, null, 10), [
      { change: { kind: 'opened' } },
      { change: { kind: 'seats' } },
    ]);
  });

  t.test('sections that are watched, leased or not yet published stay', async (t) => {
    const harness = await make(t);
    const { changes, retention, sections } = harness.store;
    for (const section of [OLD, OLD_TOO, 'asu/2261/10003', 'asu/2261/10004']) await see(harness, section);
    await watch(harness, await student(harness), OLD);
    await see(harness, OLD_TOO, OPEN);
    await tell(harness);
    await see(harness, 'asu/2261/10003', OPEN);
    await fanOut(harness);
    await harness.advance(2 * KEEP_MS);
    await take(harness, ['asu/2261/10004'], 'somebody');
    t.same(await retention.sweep(KEEP_MS, 10), { ...NOTHING, sections: 1, changes: 2 });
    t.same(keysOf(await sections.page(null, 10)), [OLD, 'asu/2261/10003', 'asu/2261/10004']);
    t.equal((await changes.unpublished(10)).length, 2, 'they are not published');
  });

  t.test('old sent and dead notifications are deleted, with their dead letters, but never pending ones', async (t) => {
    const harness = await make(t);
    const { notifications, accounts, deadLetters, retention } = harness.store;
    const ada = await student(harness);
    await see(harness, CSE310);
    await watch(harness, ada, CSE310);
    for (const outcome of ['sent', 'dead', 'pending'] as const) {
      for (const look of [OPEN, FULL]) await see(harness, CSE310, look);
      await fanOut(harness);
      const [claimed] = await takePending(harness, 'mailer');
      if (outcome === 'pending') await notifications.release('mailer', [claimed!.id]);
      else
        await notifications.record('mailer', [
          outcome === 'sent' ? { id: claimed!.id, outcome } : { id: claimed!.id, outcome, error: 'no such mailbox' },
        ]);
    }
    t.same(await retention.sweep(KEEP_MS, 10), NOTHING);
    await harness.advance(KEEP_MS + 1);
    t.same(await retention.sweep(KEEP_MS, 10), { ...NOTHING, notifications: 2 });
    t.match((await accounts.export(ada))['notifications'], [{ status: 'pending' }]);
    t.same(await deadLetters.list(10), []);
    t.equal(await notifications.countPending(), 1);
    t.same(await fanOut(harness), { changes: 0, notifications: 0 }, 'nothing is sent again');
  });

  t.test('old dead letters of looks are deleted, and their sections stay', async (t) => {
    const harness = await make(t);
    const { deadLetters, retention, sections } = harness.store;
    await see(harness, CSE310);
    await giveUp(harness, CSE310, 'status 503');
    await harness.advance(KEEP_MS);
    await giveUp(harness, ENG101, 'status 503');
    await see(harness, MAT210);
    await harness.advance(1);
    t.same(await retention.sweep(KEEP_MS, 10), { ...NOTHING, deadLetters: 1 });
    t.match(await deadLetters.list(10), [{ subject: ENG101 }]);
    t.ok(await sections.state(CSE310));
  });

  t.test('old records are deleted in batches', async (t) => {
    const harness = await make(t);
    const { retention } = harness.store;
    for (let index = 0; index < 5; index += 1) await see(harness, `asu/2261/2000${index}`);
    await harness.advance(KEEP_MS + 1);
    const gone: number[] = [];
    for (let batch = await retention.sweep(KEEP_MS, 2); batch.sections > 0; batch = await retention.sweep(KEEP_MS, 2))
      gone.push(batch.sections);
    t.same(gone, [2, 2, 1]);
  });
}

/** Fans out and publishes every change. */
async function tell(harness: StoreHarness): Promise<void> {
  await fanOut(harness);
  await harness.store.changes.markPublished(
    (await harness.store.changes.unpublished(1_000)).map(({ change }) => change.id),
  );
}
