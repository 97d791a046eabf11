/** Dead letters: records of what was given up, and their replay. */
import type { Test } from 'tap';
import type { MakeHarness } from './harness.ts';
import { CSE310, fanOut, INTERVAL_MS, keysOf, MAT210, OPEN, see, student, takeDue, takePending, watch } from './harness.ts';

export function deadLettersContract(t: Test, make: MakeHarness): void {
  t.test('there is one per subject, the newest first', async (t) => {
    const harness = await make(t);
    const { deadLetters } = harness.store;
    await deadLetters.add([{ kind: 'check', subject: CSE310, error: 'first', attempts: 3 }]);
    await harness.advance(1_000);
    await deadLetters.add([{ kind: 'check', subject: MAT210, error: 'other', attempts: 3 }]);
    await harness.advance(1_000);
    await deadLetters.add([{ kind: 'check', subject: CSE310, error: 'again', attempts: 4 }]);
    const at = new Date(harness.now()).toISOString();
    const [newest, other] = await deadLetters.list(10);
    t.same(newest, { id: newest!.id, kind: 'check', subject: CSE310, error: 'again', attempts: 4, at });
    t.match(other, { subject: MAT210 });
    t.equal((await deadLetters.list(1)).length, 1);
    t.equal(await deadLetters.count(), 2);
  });

  t.test('removing is for once', async (t) => {
    const { store: { deadLetters } } = await make(t);
    await deadLetters.add([{ kind: 'check', subject: CSE310, error: 'x', attempts: 3 }]);
    const [{ id } = { id: '' }] = await deadLetters.list(1);
    t.equal(await deadLetters.remove(id), true);
    t.equal(await deadLetters.remove(id), false);
    t.equal(await deadLetters.replay(id), undefined);
    t.equal(await deadLetters.count(), 0);
  });

  t.test('a replayed check makes its section due now, without failures', async (t) => {
    const harness = await make(t);
    const { deadLetters, sections } = harness.store;
    await see(harness, CSE310);
    await watch(harness, await student(harness), CSE310);
    await harness.advance(INTERVAL_MS);
    await takeDue(harness, 'one');
    await sections.commit('one', [{ section: CSE310, expectedVersion: 1, state: null, unknown: true, missing: false, failures: 3, dueInMs: INTERVAL_MS, changes: [] }]);
    await deadLetters.add([{ kind: 'check', subject: CSE310, error: 'status 503', attempts: 3 }]);
    const [letter] = await deadLetters.list(1);
    t.same(await takeDue(harness, 'one'), [], 'still scheduled, but later');
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
    await notifications.settle('one', [{ id, outcome: 'dead', error: 'refused' }]);
    await harness.advance(86_400_000);
    const [letter] = await deadLetters.list(1);
    await deadLetters.replay(letter!.id);
    t.equal(await notifications.nextDueInMs('email'), 0);
    t.match(await takePending(harness, 'one'), [{ id, attempts: 0, queuedAt: harness.now() }], 'with all its time before it is given up again');
  });

  t.test('a dead letter about a watch goes with the watch', async (t) => {
    const harness = await make(t);
    const { deadLetters, notifications, watches } = harness.store;
    const ada = await student(harness);
    await see(harness, CSE310);
    await watch(harness, ada, CSE310);
    await see(harness, CSE310, OPEN);
    await fanOut(harness);
    const pending = await takePending(harness, 'one');
    await notifications.settle('one', pending.map(({ id }) => ({ id, outcome: 'dead', error: 'refused' })));
    await watches.removeAll(ada);
    t.equal(await deadLetters.count(), 0);
    t.same(keysOf(await takePending(harness, 'one')), []);
  });
}
