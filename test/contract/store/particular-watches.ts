/** Watches that wait for several seats, name their channels, or ask for reminders. Rules: test/domain. */
import type { Test } from 'tap';
import type { ClaimedNotification } from '../../../src/domain/notification.ts';
import type { Watch, WatchTerms } from '../../../src/domain/watch.ts';
import { wishOf } from '../../../src/domain/watch.ts';
import { addChannel } from './channels.ts';
import type { MakeHarness, StoreHarness } from './harness.ts';
import { CSE310, fanOut, FULL, INTERVAL_MS, LEASE_MS, OPEN, see, student, takePending } from './harness.ts';

const HOUR_MS = 3_600_000;

async function watchWith(harness: StoreHarness, userId: string, terms: Partial<WatchTerms>): Promise<Watch> {
  const added = await harness.store.watches.add(userId, wishOf(CSE310, terms), false, 10, INTERVAL_MS);
  if (added.outcome !== 'added') throw new Error(`the watch was not added: ${added.outcome}`);
  return added.watch;
}

/** Claims all mails and records them as sent. */
async function deliver(harness: StoreHarness): Promise<ClaimedNotification[]> {
  const claimed = await takePending(harness, 'mailer');
  await harness.store.notifications.record(
    'mailer',
    claimed.map(({ id }) => ({ id, outcome: 'sent' })),
  );
  return claimed;
}

export function particularWatchesContract(t: Test, make: MakeHarness): void {
  t.test('a watch for three seats is told of the change that shows the third, as an opening', async (t) => {
    const harness = await make(t);
    await see(harness, CSE310);
    const three = await watchWith(harness, await student(harness), { minSeats: 3 });
    await watchWith(harness, await student(harness, 'ben@example.edu'), {});
    await see(harness, CSE310, { enrolled: 149 });
    t.match(await fanOut(harness), { notifications: 1 }, 'one seat: only Ben');
    await see(harness, CSE310, { enrolled: 147 });
    t.match(await fanOut(harness), { notifications: 1 });
    const claimed = await takePending(harness, 'mailer');
    const told = claimed.find(({ watchId }) => watchId === three.id);
    t.match(told, { kind: 'opened', change: { kind: 'seats' }, watch: { minSeats: 3 }, reminder: 0 });
    t.equal(claimed[0]!.watchId === three.id || claimed[1]!.watchId === three.id, true);
    await see(harness, CSE310, { enrolled: 146 });
    t.match(await fanOut(harness), { notifications: 0 }, 'it has been open for them');
  });

  t.test('the quiet gap counts such an opening', async (t) => {
    const harness = await make(t);
    await see(harness, CSE310);
    await watchWith(harness, await student(harness), { minSeats: 3 });
    await see(harness, CSE310, { enrolled: 147 });
    t.match(await fanOut(harness, HOUR_MS), { notifications: 1 });
    for (const enrolled of [148, 147]) await see(harness, CSE310, { enrolled });
    t.match(await fanOut(harness, HOUR_MS), { notifications: 0 });
  });

  t.test('a watch tells only the channels it names', async (t) => {
    const harness = await make(t);
    const ada = await student(harness);
    await see(harness, CSE310);
    const hook = await addChannel(harness, ada);
    await watchWith(harness, ada, { channels: [hook.id] });
    await see(harness, CSE310, OPEN);
    t.match(await fanOut(harness), { notifications: 1 });
    t.same(await takePending(harness, 'mailer'), []);
    t.match(await harness.store.notifications.claim('webhook', 'hooks', LEASE_MS, 10), [{ destination: hook.id }]);
  });

  t.test('a watch that asks for it is reminded every hour while the section stays open, six times', async (t) => {
    const harness = await make(t);
    const { notifications } = harness.store;
    await see(harness, CSE310);
    await watchWith(harness, await student(harness), { remind: 'hourly' });
    await watchWith(harness, await student(harness, 'ben@example.edu'), {});
    await see(harness, CSE310, OPEN);
    await fanOut(harness);
    t.equal(await notifications.remind(), 0, 'nothing was sent yet');
    const [first] = await deliver(harness);
    await harness.advance(HOUR_MS - 1);
    t.equal(await notifications.remind(), 0);
    await harness.advance(1);
    t.equal(await notifications.remind(), 1);
    t.equal(await notifications.remind(), 0, 'once');
    await harness.reopen();
    t.equal(await harness.store.notifications.remind(), 0);
    const told: number[] = [];
    for (let hour = 0; hour < 10; hour += 1) {
      const claimed = await deliver(harness);
      for (const { recipient, change, reminder } of claimed) {
        t.match({ recipient, change }, { recipient: 'ada@example.edu', change: first!.change });
        told.push(reminder);
      }
      await harness.advance(HOUR_MS);
      await harness.store.notifications.remind();
    }
    t.same(told, [1, 2, 3, 4, 5, 6]);
  });

  t.test('reminders stop when the section closes, and a pending one is deleted', async (t) => {
    const harness = await make(t);
    const { notifications } = harness.store;
    await see(harness, CSE310);
    await watchWith(harness, await student(harness), { remind: 'hourly' });
    await see(harness, CSE310, OPEN);
    await fanOut(harness);
    await deliver(harness);
    await harness.advance(HOUR_MS);
    t.equal(await notifications.remind(), 1);
    await see(harness, CSE310, FULL);
    await fanOut(harness);
    t.equal(await notifications.remind(), 0);
    t.equal(await notifications.countPending(), 0);
    await see(harness, CSE310, OPEN);
    await fanOut(harness);
    t.match(await deliver(harness), [{ reminder: 0, change: { version: 4 } }]);
    await harness.advance(HOUR_MS);
    t.equal(await notifications.remind(), 1, 'a new opening has reminders of its own');
  });

  t.test('reminders stop when the student pauses the watch', async (t) => {
    const harness = await make(t);
    const { notifications, watches } = harness.store;
    const ada = await student(harness);
    await see(harness, CSE310);
    const { id } = await watchWith(harness, ada, { remind: 'hourly' });
    await see(harness, CSE310, OPEN);
    await fanOut(harness);
    await deliver(harness);
    await harness.advance(HOUR_MS);
    await watches.update(ada, id, { paused: true });
    t.equal(await notifications.remind(), 0);
  });
}
