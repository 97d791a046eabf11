/** What dead letters are about, and that those of looks go when their section is seen. */
import type { Test } from 'tap';
import type { MakeHarness } from './harness.ts';
import { CSE310, fanOut, giveUp, MAT210, OPEN, see, student, takePending, watch } from './harness.ts';

export function deadLettersAboutContract(t: Test, make: MakeHarness): void {
  t.test("a look's dead letter goes when its section is seen, and no other", async (t) => {
    const harness = await make(t);
    const { deadLetters } = harness.store;
    for (const section of [CSE310, MAT210]) await see(harness, section);
    await giveUp(harness, CSE310, 'status 503');
    await giveUp(harness, MAT210, 'status 503');
    await giveUp(harness, CSE310, 'status 500');
    t.equal(await deadLetters.count(), 2, 'another failure is no sight');
    await see(harness, CSE310, OPEN);
    t.match(await deadLetters.list(10), [{ subject: MAT210 }]);
    t.equal(await deadLetters.count(), 1);
  });

  t.test('a dead letter tells its section, course, kind, channel and student', async (t) => {
    const harness = await make(t);
    const { deadLetters, notifications } = harness.store;
    await see(harness, CSE310);
    await watch(harness, await student(harness), CSE310);
    await see(harness, CSE310, OPEN);
    await fanOut(harness);
    const pending = await takePending(harness, 'one');
    await notifications.record(
      'one',
      pending.map(({ id }) => ({ id, outcome: 'dead', error: 'refused' })),
    );
    await giveUp(harness, MAT210, 'status 503');
    const nobody = { kind: 'notification' as const, subject: 'gone' };
    const letters = (await deadLetters.list(10)).toSorted((one, other) => one.kind.localeCompare(other.kind));
    const none = { what: null, channel: null, recipient: null };
    t.same(await deadLetters.about([...letters, nobody]), [
      { section: MAT210, course: null, ...none },
      { section: CSE310, course: 'CSE 310', what: 'opened', channel: 'email', recipient: pending[0]!.recipient },
      { section: null, course: null, ...none },
    ]);
    t.same(await deadLetters.about([]), []);
  });
}
