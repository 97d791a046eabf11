/** Setting the store's clock by an hour moves nothing, even after a restart. */
import type { Test } from 'tap';
import type { MakeHarness, StoreHarness } from './harness.ts';
import {
  CSE310,
  fanOut,
  INTERVAL_MS,
  keysOf,
  LEASE_MS,
  MAT210,
  nextDueInMs,
  OPEN,
  see,
  student,
  take,
  takeDue,
  takePending,
  watch,
} from './harness.ts';

const HOUR_MS = 3_600_000;
const PING_MS = 10_000;
/** How much of the offset is worked off meanwhile. */
const SLACK_MS = 1_500;

export function clocksContract(t: Test, make: MakeHarness): void {
  for (const [how, jump] of [
    ['forward', HOUR_MS],
    ['back', -HOUR_MS],
  ] as const) {
    t.test(`set ${how}: a lease keeps its duration`, async (t) => {
      const harness = await make(t);
      const { sections, notifications, members } = harness.store;
      await see(harness, CSE310);
      await watch(harness, await student(harness), CSE310);
      await see(harness, CSE310, OPEN);
      await fanOut(harness);
      await take(harness, [MAT210], 'one');
      const [mail] = await takePending(harness, 'one');
      await members.hold('publishing', 'one', LEASE_MS);
      harness.jump(jump);
      const nobodyElse = async (when: string): Promise<void> => {
        t.same(await take(harness, [MAT210], 'two'), [], when);
        t.same(await takePending(harness, 'two'), [], when);
        t.ok((await members.hold('publishing', 'two', LEASE_MS)) > 0, when);
      };
      await nobodyElse('before it was noticed');
      await harness.advance(PING_MS);
      await harness.store.ping();
      await nobodyElse('after');
      await harness.advance(LEASE_MS - 2 * PING_MS);
      await harness.store.ping();
      await nobodyElse('until just before the end');
      await harness.advance(PING_MS + 2 * SLACK_MS);
      t.same(keysOf(await take(harness, [MAT210], 'two')), [MAT210]);
      t.same(
        (await takePending(harness, 'two')).map(({ id }) => id),
        [mail!.id],
      );
      t.equal(await members.hold('publishing', 'two', LEASE_MS), 0);
      await notifications.release('two', [mail!.id]);
      await sections.release('two', [MAT210], 0);
    });

    t.test(`set ${how}: due times stay the same, even after a restart`, async (t) => {
      const harness = await make(t);
      await see(harness, CSE310);
      await watch(harness, await student(harness), CSE310);
      await see(harness, CSE310, OPEN);
      await fanOut(harness);
      const [mail] = await takePending(harness, 'one');
      await harness.store.notifications.record('one', [
        { id: mail!.id, outcome: 'retry', inMs: INTERVAL_MS, error: 'busy' },
      ]);
      harness.jump(jump);
      await harness.advance(PING_MS);
      await harness.store.ping();
      await isDueIn(t, harness, INTERVAL_MS - PING_MS);
      await harness.reopen();
      await isDueIn(t, harness, INTERVAL_MS - PING_MS);
      await harness.advance(INTERVAL_MS - 2 * PING_MS);
      t.same(await takeDue(harness, 'early'), []);
      await harness.advance(PING_MS + SLACK_MS);
      t.same(keysOf(await takeDue(harness, 'two')), [CSE310]);
      const [again] = await takePending(harness, 'two');
      t.ok(Math.abs(again!.waitedMs - INTERVAL_MS) <= PING_MS, 'its waiting time is right');
    });

    t.test(`set ${how}: links and sessions keep their lifetimes`, async (t) => {
      const harness = await make(t);
      const { accounts } = harness.store;
      await accounts.addSignIn('link', 'ada@example.edu', 2 * HOUR_MS);
      await accounts.addSignIn('used', 'ada@example.edu', 2 * HOUR_MS);
      await accounts.signIn('used', 'session', 2 * HOUR_MS);
      harness.jump(2 * jump);
      await harness.store.ping();
      await accounts.sweep();
      t.match(await accounts.peekSignIn('link'), { email: 'ada@example.edu' });
      await harness.advance(2 * HOUR_MS - PING_MS);
      t.ok(await accounts.session('session'));
      await harness.advance(2 * PING_MS);
      t.equal(await accounts.session('session'), undefined);
      t.equal(await accounts.peekSignIn('link'), undefined);
    });
  }

  t.test('set back while no process is running: nothing waits an hour longer', async (t) => {
    const harness = await make(t);
    await see(harness, CSE310);
    await watch(harness, await student(harness), CSE310);
    await harness.store.ping();
    harness.jump(-HOUR_MS);
    await harness.reopen();
    await isDueIn(t, harness, INTERVAL_MS);
  });
}

async function isDueIn(t: Test, { store }: StoreHarness, ms: number): Promise<void> {
  const [section, mail] = [await nextDueInMs(store), await store.notifications.nextDueInMs('email')];
  for (const due of mail === null ? [section] : [section, mail])
    t.ok(Math.abs(due! - ms) <= SLACK_MS, `${due} of ${ms} ms`);
}
