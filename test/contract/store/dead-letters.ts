/** Dead letters and their replay. */
import type { Test } from 'tap';
import type { MakeHarness } from './harness.ts';
import {
  CSE310,
  fanOut,
  giveUp,
  INTERVAL_MS,
  keysOf,
  LEASE_MS,
  MAT210,
  OPEN,
  see,
  student,
  take,
  takeDue,
  takePending,
  watch,
} from './harness.ts';

export function deadLettersContract(t: Test, make: MakeHarness): void {
  t.test('there is one dead letter per subject, and the newest comes first', async (t) => {
    const harness = await make(t);
    const { deadLetters } = harness.store;
    await giveUp(harness, CSE310, 'first');
    await harness.advance(1_000);
    await giveUp(harness, MAT210, 'other');
    await harness.advance(1_000);
    await giveUp(harness, CSE310, 'again', 4);
    const at = new Date(harness.now()).toISOString();
    const [newest, other] = await deadLetters.list(10);
    t.same(newest, { id: newest!.id, kind: 'check', subject: CSE310, error: 'again', attempts: 4, at });
    t.match(other, { subject: MAT210 });
    t.equal((await deadLetters.list(1)).length, 1);
    t.equal(await deadLetters.count(), 2);
    t.same(await deadLetters.find(other!.id), other);
    t.equal(await deadLetters.find('nobody'), undefined);
  });

  t.test(
    'the dead letter of a look is written once with its section, and not at all when the commit is lost',
    async (t) => {
      const harness = await make(t);
      const { deadLetters, sections } = harness.store;
      await see(harness, CSE310);
      await take(harness, [CSE310], 'slow');
      await harness.advance(LEASE_MS);
      await take(harness, [CSE310], 'quick');
      const failed = {
        section: CSE310,
        expectedVersion: 1,
        state: null,
        unknown: true,
        missing: false,
        failures: 3,
        demand: 0,
        dueInMs: INTERVAL_MS,
        changes: [],
        deadLetter: { error: 'status 503', attempts: 3 },
      };
      t.same((await sections.commit('slow', [failed])).lost, [CSE310]);
      t.equal(await deadLetters.count(), 0, 'the failure does not count');
      t.same(keysOf((await sections.commit('quick', [failed])).committed), [CSE310]);
      const [letter] = await deadLetters.list(10);
      t.match(letter, {
        kind: 'check',
        subject: CSE310,
        error: 'status 503',
        attempts: 3,
        at: new Date(harness.now()).toISOString(),
      });
      t.same((await sections.commit('quick', [failed])).lost, [CSE310], 'a repetition is lost');
      await fanOut(harness);
      await harness.reopen();
      t.same(await harness.store.deadLetters.list(10), [letter]);
      t.ok(await harness.store.deadLetters.remove(letter!.id));
      await fanOut(harness);
      t.equal(await harness.store.deadLetters.count(), 0, 'a removed dead letter does not come back');
    },
  );

  t.test('a dead letter can be removed once', async (t) => {
    const harness = await make(t);
    const { deadLetters } = harness.store;
    await giveUp(harness, CSE310, 'x');
    const [{ id } = { id: '' }] = await deadLetters.list(1);
    t.equal(await deadLetters.remove(id), true);
    t.equal(await deadLetters.remove(id), false);
    t.equal(await deadLetters.replay(id), undefined);
    t.equal(await deadLetters.count(), 0);
  });

  t.test('a replayed check makes its section due now, without failures', async (t) => {
    const harness = await make(t);
    const { deadLetters } = harness.store;
    await see(harness, CSE310);
    await watch(harness, await student(harness), CSE310);
    await harness.advance(INTERVAL_MS);
    await giveUp(harness, CSE310, 'status 503');
    const [letter] = await deadLetters.list(1);
    t.same(await takeDue(harness, 'one'), [], 'it is still scheduled, but later');
    t.same(await deadLetters.replay(letter!.id), letter);
    t.equal(await deadLetters.count(), 0);
    const claimed = await takeDue(harness, 'one');
    t.match(claimed, [{ section: CSE310, failures: 0 }]);
  });

  t.test('a replayed notification is pending now, without attempts', async (t) => {
    const harness = await make(t);
    const { deadLetters, notifications } = harness.store;
    await see(harness, CSE310);
    await watch(harness, await student(harness), CSE310);
    await see(harness, CSE310, OPEN);
    await fanOut(harness);
    const [{ id } = { id: '' }] = await takePending(harness, 'one');
    await notifications.record('one', [{ id, outcome: 'dead', error: 'refused' }]);
    await harness.advance(86_400_000);
    const [letter] = await deadLetters.list(1);
    t.same(await deadLetters.find(letter!.id), letter);
    await deadLetters.replay(letter!.id);
    t.equal(await deadLetters.find(letter!.id), undefined);
    t.equal(await notifications.nextDueInMs('email'), 0);
    t.match(
      await takePending(harness, 'one'),
      [{ id, attempts: 0, queuedAt: harness.now() }],
      'with its full time until it is given up again',
    );
  });

  t.test('removing a watch removes its dead letters', async (t) => {
    const harness = await make(t);
    const { deadLetters, notifications, watches } = harness.store;
    const ada = await student(harness);
    await see(harness, CSE310);
    const { id: watchId } = await watch(harness, ada, CSE310);
    await see(harness, CSE310, OPEN);
    await fanOut(harness);
    const pending = await takePending(harness, 'one');
    await notifications.record(
      'one',
      pending.map(({ id }) => ({ id, outcome: 'dead', error: 'refused' })),
    );
    await watches.remove(ada, watchId);
    t.equal(await deadLetters.count(), 0);
    t.same(keysOf(await takePending(harness, 'one')), []);
  });
}
