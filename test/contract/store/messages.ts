/** Which notifications a claim brings as one message, and when. The rules themselves: test/domain/message.test.ts. */
import type { Test } from 'tap';
import type { ClaimedNotification } from '../../../src/domain/notification.ts';
import { addChannel } from './channels.ts';
import type { MakeHarness, StoreHarness } from './harness.ts';
import { CSE310, fanOut, FULL, LEASE_MS, MAT210, OPEN, see, student, takePending, watch } from './harness.ts';

const HOUR_MS = 3_600_000;

const sectionsOf = (claimed: ClaimedNotification[]): string[] => claimed.map(({ section }) => section);
const messagesOf = (claimed: ClaimedNotification[]): string[] => [...new Set(claimed.map(({ message }) => message))];

/** A student who watches both sections, which have just opened. Returns the user's id. */
async function twoOpenings(harness: StoreHarness): Promise<string> {
  const ada = await student(harness);
  for (const section of [CSE310, MAT210]) {
    await see(harness, section);
    await watch(harness, ada, section, ['opened', 'instructor']);
  }
  for (const section of [CSE310, MAT210]) await see(harness, section, OPEN);
  await fanOut(harness);
  return ada;
}

/** `HH:MM` by the harness's clock, `inMs` from now, in UTC. */
function timeIn(harness: StoreHarness, inMs: number): string {
  return new Date(harness.now() + inMs).toISOString().slice(11, 16);
}

export function messagesContract(t: Test, make: MakeHarness): void {
  t.test('several sections that are due are one message', async (t) => {
    const harness = await make(t);
    await twoOpenings(harness);
    const claimed = await takePending(harness, 'one');
    t.same(sectionsOf(claimed), [CSE310, MAT210]);
    t.same(messagesOf(claimed), [claimed[0]!.id]);
  });

  t.test('a message that was claimed stays the same, and what comes due later is another one', async (t) => {
    const harness = await make(t);
    const { notifications } = harness.store;
    await twoOpenings(harness);
    const first = await takePending(harness, 'one');
    for (const section of [CSE310, MAT210]) await see(harness, section, { ...OPEN, instructors: ['Ben Birch'] });
    await fanOut(harness);
    const [message] = messagesOf(first);
    await harness.advance(LEASE_MS);
    const second = await takePending(harness, 'two');
    t.same(
      second.filter((each) => each.message === message).map(({ id }) => id),
      first.map(({ id }) => id),
      'after a crash',
    );
    t.equal(messagesOf(second).length, 2);
    await notifications.record(
      'two',
      second.map(({ id }) => ({ id, outcome: 'retry', inMs: 1_000, error: 'busy' })),
    );
    await harness.advance(1_000);
    t.same(
      (await takePending(harness, 'three')).map(({ id, message: again }) => [id, again]),
      second.map(({ id, message: again }) => [id, again]),
      'after a failure',
    );
  });

  t.test('a webhook takes each notification by itself', async (t) => {
    const harness = await make(t);
    const ada = await student(harness);
    await addChannel(harness, ada);
    for (const section of [CSE310, MAT210]) {
      await see(harness, section);
      await watch(harness, ada, section);
      await see(harness, section, OPEN);
    }
    await fanOut(harness);
    t.equal(messagesOf(await harness.store.notifications.claim('webhook', 'hooks', LEASE_MS, 1)).length, 2);
  });

  t.test('in quiet hours everything waits without an attempt, and comes as one message when they end', async (t) => {
    const harness = await make(t);
    const { accounts, notifications } = harness.store;
    const ada = await student(harness);
    for (const section of [CSE310, MAT210]) {
      await see(harness, section);
      await watch(harness, ada, section);
    }
    const quietHours = { from: timeIn(harness, -HOUR_MS), to: timeIn(harness, HOUR_MS), exceptOpenings: false };
    await accounts.prefer(ada, { timeZone: 'UTC', quietHours });
    const endsAt = Date.parse(`${new Date(harness.now() + HOUR_MS).toISOString().slice(0, 16)}:00.000Z`);
    await see(harness, CSE310, OPEN);
    await fanOut(harness);
    t.same(await takePending(harness, 'one'), []);
    t.equal(await notifications.nextDueInMs('email'), HOUR_MS / 4, 'the student may change them meanwhile');
    await see(harness, MAT210, OPEN);
    await fanOut(harness);
    t.same(await takePending(harness, 'one'), []);
    await harness.advance(endsAt - harness.now() - 1);
    t.same(await takePending(harness, 'one'), []);
    t.equal(await notifications.nextDueInMs('email'), 1);
    await harness.advance(1);
    const claimed = await takePending(harness, 'one');
    t.same(sectionsOf(claimed).toSorted(), [CSE310, MAT210]);
    t.equal(messagesOf(claimed).length, 1);
    t.match(claimed, [
      { attempts: 0, waitedMs: 0, preferences: { quietHours } },
      { attempts: 0, waitedMs: 0 },
    ]);
  });

  t.test('openings break through quiet hours if the student chose so; a digest waits for the full hour', async (t) => {
    const harness = await make(t);
    const { accounts } = harness.store;
    const ada = await student(harness);
    await see(harness, CSE310);
    await watch(harness, ada, CSE310, ['opened', 'closed']);
    const quietHours = { from: timeIn(harness, -HOUR_MS), to: timeIn(harness, HOUR_MS), exceptOpenings: true };
    await accounts.prefer(ada, { timeZone: 'UTC', quietHours });
    await see(harness, CSE310, OPEN);
    await fanOut(harness);
    const [opened] = await takePending(harness, 'one');
    t.match(opened, { change: { kind: 'opened' } });
    await accounts.prefer(ada, { quietHours: null, digest: 'hourly' });
    await see(harness, CSE310, FULL);
    await fanOut(harness);
    t.same(await takePending(harness, 'one'), []);
    await harness.store.notifications.record('one', [{ id: opened!.id, outcome: 'sent' }]);
    await harness.advance(HOUR_MS - (harness.now() % HOUR_MS));
    const gathered = await takePending(harness, 'two');
    t.same(
      gathered.map(({ change }) => change!.kind),
      ['closed'],
    );
  });

  t.test('students whose quiet hours hold up more than a claim takes do not hold up others', async (t) => {
    const harness = await make(t);
    await see(harness, CSE310);
    for (let count = 0; count < 5; count += 1) {
      const sleeper = await student(harness, `sleeper${count}@example.edu`);
      await watch(harness, sleeper, CSE310);
      const quietHours = { from: timeIn(harness, -HOUR_MS), to: timeIn(harness, HOUR_MS), exceptOpenings: false };
      await harness.store.accounts.prefer(sleeper, { quietHours });
    }
    await watch(harness, await student(harness), CSE310);
    await see(harness, CSE310, OPEN);
    await fanOut(harness);
    t.match(await takePending(harness, 'one', 2), [{ recipient: 'ada@example.edu' }]);
  });

  t.test('a student who wants nothing is told nothing, also not what was pending', async (t) => {
    const harness = await make(t);
    const { accounts, notifications } = harness.store;
    const ada = await twoOpenings(harness);
    await accounts.prefer(ada, { notifications: false });
    t.same(await takePending(harness, 'one'), []);
    t.equal(await notifications.countPending(), 0);
    await see(harness, CSE310, { ...OPEN, instructors: ['Ben Birch'] });
    t.match(await fanOut(harness), { notifications: 0 });
    await accounts.prefer(ada, { notifications: true });
    await see(harness, CSE310, { ...OPEN, instructors: ['Cid Cedar'] });
    t.match(await fanOut(harness), { notifications: 1 });
  });
}
