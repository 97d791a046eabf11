/** The audit log. */
import type { Test } from 'tap';
import type { AuditEntry } from '../../../src/store/audit.ts';
import type { MakeHarness, StoreHarness } from './harness.ts';
import { student } from './harness.ts';

const act = (subject: string, who = 'op@example.edu') => ({ who, action: 'pause', subject });

async function all({ store }: StoreHarness, limit: number): Promise<AuditEntry[]> {
  const entries: AuditEntry[] = [];
  let page: AuditEntry[];
  do {
    page = await store.audit.page(entries.at(-1)?.id ?? null, limit);
    entries.push(...page);
  } while (page.length === limit);
  return entries;
}

export function auditContract(t: Test, make: MakeHarness): void {
  t.test('entries are newest first, have their instant, and survive a restart', async (t) => {
    const harness = await make(t);
    const first = new Date(harness.now()).toISOString();
    await harness.store.audit.add(act('checks'));
    await harness.advance(1_000);
    await harness.store.audit.add(act('notifications', 'token'));
    await harness.reopen();
    const entries = await harness.store.audit.page(null, 10);
    t.match(entries, [act('notifications', 'token'), { ...act('checks'), at: first }]);
    t.equal(entries.length, 2);
  });

  t.test('entries of one millisecond keep their order, and pages of any length give all of them once', async (t) => {
    const harness = await make(t);
    const subjects = Array.from({ length: 7 }, (_, index) => `subject ${index}`);
    for (const subject of subjects) await harness.store.audit.add(act(subject));
    for (const limit of [1, 2, 3, 7, 100]) {
      const entries = await all(harness, limit);
      t.same(
        entries.map(({ subject }) => subject),
        subjects.toReversed(),
        `by ${limit}`,
      );
    }
  });

  t.test('an entry that comes while somebody pages is not in the later pages', async (t) => {
    const harness = await make(t);
    for (const subject of ['one', 'two']) await harness.store.audit.add(act(subject));
    const [newest] = await harness.store.audit.page(null, 1);
    await harness.store.audit.add(act('three'));
    t.match(await harness.store.audit.page(newest!.id, 10), [{ subject: 'one' }]);
  });

  t.test('neither retention nor the removal of an account deletes an entry', async (t) => {
    const harness = await make(t);
    const { accounts, archive, audit, retention } = harness.store;
    const ada = await student(harness);
    await audit.add(act(`user ${ada}`));
    const before = await audit.page(null, 10);
    await harness.advance(10_000);
    await retention.sweep(1, 100);
    await accounts.remove(ada);
    await accounts.sweep();
    await archive.cleanUp();
    t.same(await audit.page(null, 10), before);
  });

  t.test('an entry that is there already is not replaced by one of the archive', async (t) => {
    const harness = await make(t);
    const { archive, audit } = harness.store;
    await audit.add(act('checks'));
    const [record] = (await archive.page('audit', null, 10)).records;
    await archive.add('audit', [{ ...record!, who: 'somebody else' }]);
    t.match(await audit.page(null, 10), [act('checks')]);
  });
}
