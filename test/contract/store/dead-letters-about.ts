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
    const none = { what: null, channel: null, recipient: null, detectedAt: null };
    const looked = { at: letters[0]!.at, error: 'status 503' };
    const tried = { at: letters[1]!.at, error: 'refused' };
    const detectedAt = new Date(pending[0]!.detectedAt).toISOString();
    t.same(await deadLetters.about([...letters, nobody]), [
      { section: MAT210, course: null, ...none, failedAttempts: [looked] },
      {
        section: CSE310,
        course: 'CSE 310',
        what: 'opened',
        channel: 'email',
        recipient: pending[0]!.recipient,
        detectedAt,
        failedAttempts: [tried],
      },
      { section: null, course: null, ...none, failedAttempts: [] },
    ]);
    t.same(await deadLetters.about([]), []);
  });

  t.test(
    'the newest ten failed looks are kept, with their browsers, until the section is seen or retried',
    async (t) => {
      const harness = await make(t);
      const { deadLetters } = harness.store;
      const attempts = async () => (await deadLetters.about([{ kind: 'check', subject: CSE310 }]))[0]!.failedAttempts;
      await see(harness, CSE310);
      for (let look = 1; look <= 12; look += 1) {
        await harness.advance(1_000);
        await giveUp(harness, CSE310, `status ${look}`, look, `n/browser-${look}`);
      }
      t.same(
        (await attempts()).map(({ by, error }) => `${by} ${error}`),
        [3, 4, 5, 6, 7, 8, 9, 10, 11, 12].map((look) => `n/browser-${look} status ${look}`),
      );
      const [oldest, next] = await attempts();
      t.equal(Date.parse(next!.at) - Date.parse(oldest!.at), 1_000);
      await see(harness, CSE310, OPEN);
      t.same(await attempts(), []);
      await giveUp(harness, CSE310, 'status 503');
      t.equal((await attempts()).length, 1);
      const [letter] = await deadLetters.list(1);
      await deadLetters.replay(letter!.id);
      t.same(await attempts(), []);
    },
  );

  t.test('every failed delivery is kept until the notification is replayed', async (t) => {
    const harness = await make(t);
    const { deadLetters, notifications } = harness.store;
    await see(harness, CSE310);
    await watch(harness, await student(harness), CSE310);
    await see(harness, CSE310, OPEN);
    await fanOut(harness);
    const subject = (await takePending(harness, 'one'))[0]!.id;
    const attempts = async () => (await deadLetters.about([{ kind: 'notification', subject }]))[0]!.failedAttempts;
    await notifications.record('one', [{ id: subject, outcome: 'retry', inMs: 1_000, error: 'busy' }]);
    await harness.advance(1_000);
    await takePending(harness, 'one');
    await notifications.record('one', [{ id: subject, outcome: 'dead', error: 'refused' }]);
    t.match(await attempts(), [{ error: 'busy' }, { error: 'refused' }]);
    const [letter] = await deadLetters.list(1);
    await deadLetters.replay(letter!.id);
    t.same(await attempts(), []);
  });
}
