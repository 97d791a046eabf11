/** The messages to a student, as the student reads them. */
import type { Test } from 'tap';
import type { StoredMessage } from '../../../src/store/accounts.ts';
import type { MakeHarness, StoreHarness } from './harness.ts';
import { CSE310, CSE310_TOO, fanOut, OPEN, see, student, takePending, watch } from './harness.ts';

export function toldContract(t: Test, make: MakeHarness): void {
  t.test('a student sees what was sent and what waits, newest first, and nothing of others', async (t) => {
    const harness = await make(t);
    const { accounts, notifications } = harness.store;
    const [ada, ben] = [await student(harness), await student(harness, 'ben@example.edu')];
    for (const section of [CSE310, CSE310_TOO]) await see(harness, section);
    await watch(harness, ada, CSE310);
    await watch(harness, ada, CSE310_TOO);
    await watch(harness, ben, CSE310);
    const first = await opened(harness, CSE310);
    const pending = await takePending(harness, 'mailer');
    await notifications.record(
      'mailer',
      pending.map(({ id }) => ({ id, outcome: 'sent' })),
    );
    await harness.advance(1_000);
    const second = await opened(harness, CSE310_TOO);
    const now = new Date(harness.now()).toISOString();
    t.match(await accounts.messages(ada, null, 10), [
      { section: CSE310_TOO, kind: 'opened', state: 'pending', queuedAt: now, sentAt: null, change: { id: second } },
      { section: CSE310, kind: 'opened', state: 'sent', sentAt: String, change: { id: first }, channel: 'email' },
    ]);
    t.match(await accounts.messages(ben, null, 10), [{ section: CSE310, label: 'ben@example.edu' }]);
    t.same(await accounts.messages('nobody', null, 10), []);
  });

  t.test('pages of any length give the same messages, also of one instant', async (t) => {
    const harness = await make(t);
    const ada = await student(harness);
    const sections = [CSE310, CSE310_TOO];
    for (const section of sections) await see(harness, section);
    for (const section of sections) await watch(harness, ada, section, ['opened', 'seats']);
    for (const section of sections) await opened(harness, section);
    const all = await harness.store.accounts.messages(ada, null, 10);
    t.equal(all.length, 4);
    for (const limit of [1, 2, 3]) {
      const read: StoredMessage[] = [];
      for (;;) {
        const page = await harness.store.accounts.messages(ada, read.at(-1) ?? null, limit);
        if (page.length === 0) break;
        read.push(...page);
      }
      t.same(read, all, `pages of ${limit}`);
    }
  });

  t.test('what was sent stays when the watch ends; what was not is dropped', async (t) => {
    const harness = await make(t);
    const { accounts, notifications, watches } = harness.store;
    const ada = await student(harness);
    for (const section of [CSE310, CSE310_TOO]) await see(harness, section);
    const { id } = await watch(harness, ada, CSE310);
    const sent = await opened(harness, CSE310);
    const [told] = await takePending(harness, 'mailer');
    await notifications.record('mailer', [{ id: told!.id, outcome: 'sent' }]);
    const other = await watch(harness, ada, CSE310_TOO);
    await opened(harness, CSE310_TOO);
    for (const each of [id, other.id]) t.ok(await watches.remove(ada, each));
    t.match(await accounts.messages(ada, null, 10), [{ section: CSE310, state: 'sent', change: { id: sent } }]);
    await accounts.remove(ada);
    t.same(await accounts.messages(ada, null, 10), []);
  });
}

/** Opens the section and fans the change out. Returns the id of the opening. */
async function opened(harness: StoreHarness, section: string): Promise<string> {
  const { changes } = await see(harness, section, OPEN);
  await fanOut(harness);
  return changes.find(({ kind }) => kind === 'opened')!.id;
}
