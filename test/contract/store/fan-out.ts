/** Fan-out: which watches get which changes. */
import type { Test } from 'tap';
import { wishOf } from '../../../src/domain/watch.ts';
import { notificationId } from '../../../src/domain/notification.ts';
import type { MakeHarness } from './harness.ts';
import { CSE310, fanOut, FULL, MAT210, OPEN, see, student, takePending, watch } from './harness.ts';

const GAP_MS = 600_000;

export function fanOutContract(t: Test, make: MakeHarness): void {
  t.test('every watch of the section that wants the kind gets one notification, with a deterministic id', async (t) => {
    const harness = await make(t);
    await see(harness, CSE310);
    await see(harness, MAT210);
    const ada = await watch(harness, await student(harness), CSE310, ['opened', 'instructor']);
    const ben = await watch(harness, await student(harness, 'ben@example.edu'), CSE310, ['closed']);
    await watch(harness, await student(harness, 'cid@example.edu'), MAT210);
    const {
      changes: [opened],
    } = await see(harness, CSE310, OPEN);
    t.equal(await harness.store.changes.countToFanOut(), 2);
    t.same(await fanOut(harness), { changes: 2, notifications: 1 });
    t.equal(await harness.store.changes.countToFanOut(), 0);
    const { changes } = await see(harness, CSE310, FULL);
    const closed = changes.find(({ kind }) => kind === 'closed');
    t.same(await fanOut(harness), { changes: 2, notifications: 1 });
    const pending = await takePending(harness, 'mailer');
    t.same(
      pending.map(({ id, watchId, recipient, change }) => ({ id, watchId, recipient, change })),
      [
        {
          id: notificationId(ada.id, opened!.id, 'email', ''),
          watchId: ada.id,
          recipient: 'ada@example.edu',
          change: opened,
        },
        {
          id: notificationId(ben.id, closed!.id, 'email', ''),
          watchId: ben.id,
          recipient: 'ben@example.edu',
          change: closed,
        },
      ],
    );
  });

  t.test('a second fan-out creates nothing', async (t) => {
    const harness = await make(t);
    await see(harness, CSE310);
    await watch(harness, await student(harness), CSE310);
    await see(harness, CSE310, OPEN);
    await fanOut(harness);
    t.same(await fanOut(harness), { changes: 0, notifications: 0 });
    await harness.reopen();
    t.same(await fanOut(harness), { changes: 0, notifications: 0 });
    t.equal(await harness.store.notifications.countPending(), 1);
  });

  t.test('a change that was not fanned out before a restart is fanned out afterwards', async (t) => {
    const harness = await make(t);
    await see(harness, CSE310);
    await watch(harness, await student(harness), CSE310);
    await see(harness, CSE310, OPEN);
    await harness.reopen();
    t.same(await fanOut(harness), { changes: 2, notifications: 1 });
  });

  t.test('a paused watch gets nothing, but an unverified one does', async (t) => {
    const harness = await make(t);
    const { watches } = harness.store;
    await see(harness, CSE310);
    const ada = await student(harness);
    const { id } = await watch(harness, ada, CSE310);
    await watches.update(ada, id, { paused: true });
    await watches.add(await student(harness, 'ben@example.edu'), wishOf(CSE310), false, 10, 0);
    await see(harness, CSE310, OPEN);
    await fanOut(harness);
    t.same(
      (await takePending(harness, 'mailer')).map(({ recipient }) => recipient),
      ['ben@example.edu'],
    );
  });

  t.test('a watch does not get changes from before it was created', async (t) => {
    const harness = await make(t);
    await see(harness, CSE310);
    await see(harness, CSE310, OPEN);
    await harness.advance(1);
    await watch(harness, await student(harness), CSE310);
    t.same(await fanOut(harness), { changes: 2, notifications: 0 });
    await harness.advance(1);
    await see(harness, CSE310, FULL);
    await see(harness, CSE310, OPEN);
    t.same(await fanOut(harness), { changes: 4, notifications: 1 });
  });

  t.test('without a quiet gap each opening creates a notification', async (t) => {
    const harness = await make(t);
    await see(harness, CSE310);
    await watch(harness, await student(harness), CSE310);
    for (const look of [OPEN, FULL, OPEN]) await see(harness, CSE310, look);
    t.match(await fanOut(harness), { notifications: 2 });
    for (const look of [FULL, OPEN]) await see(harness, CSE310, look);
    t.match(await fanOut(harness), { notifications: 1 });
  });

  t.test('openings within the quiet gap after a pending or sent notification create no other', async (t) => {
    const harness = await make(t);
    await see(harness, CSE310);
    await watch(harness, await student(harness), CSE310, ['opened', 'closed']);
    for (const look of [OPEN, FULL, OPEN]) await see(harness, CSE310, look);
    t.match(await fanOut(harness, GAP_MS), { notifications: 2 }, 'one opening of two, and the closing');
    for (const look of [FULL, OPEN]) await see(harness, CSE310, look);
    t.match(await fanOut(harness, GAP_MS), { notifications: 1 }, 'the closing');
    await harness.advance(1_000);
    const pending = await takePending(harness, 'mailer');
    await harness.store.notifications.record(
      'mailer',
      pending.map(({ id }) => ({ id, outcome: 'sent' })),
    );
    await harness.advance(GAP_MS - 1);
    for (const look of [FULL, OPEN]) await see(harness, CSE310, look);
    t.match(await fanOut(harness, GAP_MS), { notifications: 1 }, 'counted from the time it was sent: only the closing');
    await harness.advance(1);
    for (const look of [FULL, OPEN]) await see(harness, CSE310, look);
    t.match(await fanOut(harness, GAP_MS), { notifications: 2 });
  });

  t.test('each watch has its own quiet gap', async (t) => {
    const harness = await make(t);
    await see(harness, CSE310);
    await watch(harness, await student(harness), CSE310);
    await see(harness, CSE310, OPEN);
    await fanOut(harness, GAP_MS);
    await harness.advance(1);
    await watch(harness, await student(harness, 'ben@example.edu'), CSE310);
    await harness.advance(1);
    for (const look of [FULL, OPEN]) await see(harness, CSE310, look);
    t.match(await fanOut(harness, GAP_MS), { notifications: 1 });
    t.same(
      (await takePending(harness, 'mailer')).map(({ recipient }) => recipient),
      ['ada@example.edu', 'ben@example.edu'],
    );
  });

  t.test('a dead notification does not suppress later openings', async (t) => {
    const harness = await make(t);
    await see(harness, CSE310);
    await watch(harness, await student(harness), CSE310);
    await see(harness, CSE310, OPEN);
    await fanOut(harness, GAP_MS);
    const [{ id } = { id: '' }] = await takePending(harness, 'mailer');
    await harness.store.notifications.record('mailer', [{ id, outcome: 'dead', error: 'refused' }]);
    for (const look of [FULL, OPEN]) await see(harness, CSE310, look);
    t.match(await fanOut(harness, GAP_MS), { notifications: 1 });
  });
}
