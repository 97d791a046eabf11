/** Notifications: claiming, delivering and settling them. */
import type { Test } from 'tap';
import { DEFAULT_PREFERENCES } from '../../../src/domain/preferences.ts';
import type { MakeHarness, StoreHarness } from './harness.ts';
import { CSE310, fanOut, FULL, LEASE_MS, MAT210, OPEN, see, student, takePending, watch } from './harness.ts';

/**
 * Creates one pending notification about the opening of each section, each for one student. Returns the ids in order.
 */
async function openings(harness: StoreHarness, ...sections: string[]): Promise<string[]> {
  for (const [index, section] of sections.entries()) {
    await see(harness, section);
    await watch(harness, await student(harness, `student-${index}@example.edu`), section);
    await see(harness, section, OPEN);
    await fanOut(harness);
    await harness.advance(1);
  }
  const claimed = await takePending(harness, 'peek');
  await harness.store.notifications.release(
    'peek',
    claimed.map(({ id }) => id),
  );
  return claimed.map(({ id }) => id);
}

const TOLD = { kinds: ['opened'], minSeats: 1, reservedGroup: null, remind: 'off', verified: true };

export function notificationsContract(t: Test, make: MakeHarness): void {
  t.test('a claim returns everything a channel needs, with the current state', async (t) => {
    const harness = await make(t);
    await see(harness, CSE310);
    const ada = await student(harness);
    const { id: watchId, createdAt } = await watch(harness, ada, CSE310);
    const detectedAt = harness.now();
    const {
      changes: [opened],
    } = await see(harness, CSE310, OPEN);
    await harness.advance(5);
    await fanOut(harness);
    const queuedAt = harness.now();
    await see(harness, CSE310, FULL);
    t.same(await takePending(harness, 'one'), [
      {
        id: `${watchId}+${opened!.id}+email`,
        message: `${watchId}+${opened!.id}+email`,
        watch: { ...TOLD, section: CSE310, createdAt },
        userId: ada,
        preferences: DEFAULT_PREFERENCES,
        channel: 'email',
        destination: `email-${ada}`,
        settings: {},
        watchId,
        recipient: 'ada@example.edu',
        section: CSE310,
        change: opened,
        kind: 'opened',
        reminder: 0,
        muted: null,
        notice: null,
        current: await harness.store.sections.state(CSE310),
        attempts: 0,
        detectedAt,
        queuedAt,
        waitedMs: 0,
      },
    ]);
  });

  t.test('exactly one of several owners gets a notification, until its lease lapses', async (t) => {
    const harness = await make(t);
    const [id] = await openings(harness, CSE310);
    const claims = await Promise.all(['a', 'b', 'c', 'd'].map((owner) => takePending(harness, owner)));
    t.equal(claims.flat().length, 1);
    await harness.advance(LEASE_MS);
    t.match(await takePending(harness, 'late'), [{ id }]);
  });

  t.test('the longest due come first, and all of a student come together, even beyond the limit', async (t) => {
    const harness = await make(t);
    await see(harness, CSE310);
    await see(harness, MAT210);
    await watch(harness, await student(harness), MAT210, ['opened', 'seats', 'instructor']);
    await watch(harness, await student(harness, 'ben@example.edu'), CSE310);
    await see(harness, MAT210, OPEN);
    await fanOut(harness);
    await harness.advance(1);
    await see(harness, CSE310, OPEN);
    await fanOut(harness);
    await harness.advance(1);
    await see(harness, MAT210, { ...OPEN, instructors: ['Ben Birch'] });
    await fanOut(harness);
    t.same(
      (await takePending(harness, 'one', 1)).map(({ change }) => change!.id),
      [`${MAT210}#2:opened`, `${MAT210}#2:seats`, `${MAT210}#3:instructor`],
    );
    t.same(
      (await takePending(harness, 'two', 1)).map(({ change }) => change!.id),
      [`${CSE310}#2:opened`],
    );
  });

  t.test('openings come before everything else, however long the others have waited', async (t) => {
    const harness = await make(t);
    for (const section of [CSE310, MAT210]) await see(harness, section);
    for (let count = 0; count < 3; count += 1)
      await watch(harness, await student(harness, `s${count}@example.edu`), MAT210, ['instructor']);
    await watch(harness, await student(harness), CSE310);
    await see(harness, MAT210, { instructors: ['Ben Birch'] });
    await fanOut(harness);
    await harness.advance(60_000);
    await see(harness, CSE310, OPEN);
    await fanOut(harness);
    t.match(await takePending(harness, 'one', 1), [{ change: { kind: 'opened' } }]);
    t.same(
      (await takePending(harness, 'two', 2)).map(({ change }) => change!.kind),
      ['instructor', 'instructor'],
    );
    t.equal(await harness.store.notifications.nextDueInMs('email'), 0);
  });

  t.test('releasing a notification counts no attempt', async (t) => {
    const harness = await make(t);
    const [id] = await openings(harness, CSE310);
    await takePending(harness, 'one');
    await harness.store.notifications.release('two', [id!]);
    t.same(await takePending(harness, 'two'), [], 'only its holder can release it');
    await harness.store.notifications.release('one', [id!]);
    t.match(await takePending(harness, 'two'), [{ id, attempts: 0 }]);
  });

  t.test('a sent notification is never claimed again', async (t) => {
    const harness = await make(t);
    const [id] = await openings(harness, CSE310);
    await takePending(harness, 'one');
    await harness.store.notifications.record('one', [{ id: id!, outcome: 'sent' }]);
    t.equal(await harness.store.notifications.countPending(), 0);
    t.equal(await harness.store.notifications.nextDueInMs('email'), null);
    await harness.reopen();
    await harness.advance(LEASE_MS);
    t.same(await takePending(harness, 'two'), []);
  });

  t.test('a failed attempt is counted, and retried after its pause', async (t) => {
    const harness = await make(t);
    const [id] = await openings(harness, CSE310);
    await takePending(harness, 'one');
    t.equal(await harness.store.notifications.nextDueInMs('email'), LEASE_MS);
    await harness.store.notifications.record('one', [{ id: id!, outcome: 'retry', inMs: 10_000, error: 'greylisted' }]);
    t.equal(await harness.store.notifications.nextDueInMs('email'), 10_000);
    t.same(await takePending(harness, 'one'), []);
    await harness.advance(10_000);
    t.equal(await harness.store.notifications.nextDueInMs('email'), 0);
    t.match(await takePending(harness, 'one'), [{ id, attempts: 1 }]);
  });

  t.test('giving up a notification writes a dead letter in the same write', async (t) => {
    const harness = await make(t);
    const [id] = await openings(harness, CSE310);
    await takePending(harness, 'one');
    await harness.store.notifications.record('one', [{ id: id!, outcome: 'dead', error: 'no such mailbox' }]);
    await harness.advance(LEASE_MS);
    t.same(await takePending(harness, 'two'), []);
    t.equal(await harness.store.notifications.countPending(), 0);
    t.match(await harness.store.deadLetters.list(10), [
      { kind: 'notification', subject: id, error: 'no such mailbox', attempts: 1 },
    ]);
  });

  t.test('reviving a notification makes it pending as before and removes its dead letter', async (t) => {
    const harness = await make(t);
    const { notifications, deadLetters } = harness.store;
    const [id, other] = await openings(harness, CSE310, MAT210);
    const [{ queuedAt } = { queuedAt: 0 }] = await takePending(harness, 'one');
    await notifications.record('one', [
      { id: id!, outcome: 'dead', error: 'no such mailbox' },
      { id: other!, outcome: 'sent' },
    ]);
    await notifications.revive([id!, other!, 'no such notification'], 5_000);
    t.same(await deadLetters.list(10), []);
    t.same(await takePending(harness, 'two'), []);
    t.equal(await notifications.nextDueInMs('email'), 5_000);
    await harness.advance(5_000);
    const again = await takePending(harness, 'two');
    t.match(again, [{ id, attempts: 1, queuedAt }]);
    t.equal(again.length, 1, 'a sent notification stays sent');
  });

  t.test('an owner cannot record, hold or release what another owner has claimed meanwhile', async (t) => {
    const harness = await make(t);
    const { notifications, deadLetters } = harness.store;
    const [id] = await openings(harness, CSE310);
    await takePending(harness, 'slow');
    await harness.advance(LEASE_MS);
    await takePending(harness, 'quick');
    t.same(await notifications.hold('slow', [id!], LEASE_MS), []);
    await notifications.release('slow', [id!]);
    await notifications.record('slow', [{ id: id!, outcome: 'dead', error: 'x' }]);
    await notifications.record('slow', [{ id: id!, outcome: 'sent' }]);
    t.equal(await deadLetters.count(), 0);
    t.same(await notifications.hold('quick', [id!, 'no such notification'], LEASE_MS), [id]);
    t.same(await takePending(harness, 'third'), []);
  });

  t.test('holding renews the lease', async (t) => {
    const harness = await make(t);
    const [id] = await openings(harness, CSE310);
    await takePending(harness, 'one');
    await harness.advance(LEASE_MS - 1);
    t.same(await harness.store.notifications.hold('one', [id!], LEASE_MS), [id]);
    await harness.advance(LEASE_MS - 1);
    t.same(await takePending(harness, 'two'), []);
  });

  t.test('a lease that has lapsed cannot be held again, even if nobody took it', async (t) => {
    const harness = await make(t);
    const { notifications } = harness.store;
    const [id] = await openings(harness, CSE310);
    await takePending(harness, 'one');
    await harness.advance(LEASE_MS);
    t.same(await notifications.hold('one', [id!], LEASE_MS), []);
    t.match(await takePending(harness, 'two'), [{ id }]);
  });

  t.test('a sent mail is recorded even if the lease has lapsed, unless another owner took it', async (t) => {
    const harness = await make(t);
    const [id] = await openings(harness, CSE310);
    await takePending(harness, 'one');
    await harness.advance(LEASE_MS * 2);
    await harness.store.notifications.record('one', [{ id: id!, outcome: 'sent' }]);
    t.same(await takePending(harness, 'two'), []);
  });

  t.test('notifications of a paused institution wait until it is resumed', async (t) => {
    const harness = await make(t);
    const { notifications, pauses } = harness.store;
    const [id] = await openings(harness, CSE310);
    for (const institution of ['asu', null]) {
      await pauses.set('notifications', institution);
      t.same(await takePending(harness, 'one'), []);
      t.equal(await notifications.nextDueInMs('email'), null);
      t.equal(await notifications.countPending(), 1);
      await pauses.clear('notifications', institution);
      t.match(await takePending(harness, 'one'), [{ id }]);
      await notifications.release('one', [id!]);
    }
    await pauses.set('notifications', 'uxy');
    await pauses.set('checks', null);
    t.match(await takePending(harness, 'one'), [{ id }]);
  });
}
