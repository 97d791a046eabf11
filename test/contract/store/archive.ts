/** The archive: records stay the same when they move to another store, and the target can continue. */
import type { Test } from 'tap';
import type { Archived, ArchiveKind, ArchiveStore } from '../../../src/store/archive.ts';
import { ARCHIVE_KINDS } from '../../../src/store/archive.ts';
import type { Tally } from '../../../src/store/move.ts';
import { move, tallyOf } from '../../../src/store/move.ts';
import { archivedWatch } from '../../support/watches.ts';
import { everything, goesOn } from './everything.ts';
import type { MakeHarness, StoreHarness } from './harness.ts';
import {
  commitOf,
  CSE310,
  CSE310_TOO,
  fanOut,
  INTERVAL_MS,
  keysOf,
  MAT210,
  OPEN,
  see,
  student,
  take,
  takeDue,
  takePending,
  watch,
} from './harness.ts';

async function moveAll(
  { store: { archive: source } }: StoreHarness,
  { store: { archive: target } }: StoreHarness,
): Promise<void> {
  for (const kind of ARCHIVE_KINDS) await move(source, target, kind, { count: 0, after: null }, () => {});
}

async function talliesOf({ store }: StoreHarness): Promise<Tally[]> {
  const tallies: Tally[] = [];
  for (const kind of ARCHIVE_KINDS) tallies.push(await tallyOf(store.archive, kind));
  return tallies;
}

async function read<Kind extends ArchiveKind>(
  archive: ArchiveStore,
  kind: Kind,
  limit: number,
): Promise<Archived[Kind][]> {
  const records: Archived[Kind][] = [];
  let next: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof archive.page<Kind>>> = await archive.page(kind, next, limit);
    records.push(...page.records);
    ({ next } = page);
  } while (next !== null);
  return records;
}

export function archiveContract(t: Test, make: MakeHarness): void {
  t.test('a move copies everything, and a second move changes nothing', async (t) => {
    const [source, target] = [await make(t), await make(t)];
    await everything(source);
    const tallies = await talliesOf(source);
    t.same(
      ARCHIVE_KINDS.filter((_, index) => tallies[index]!.count === 0),
      [],
      'there are records of every kind',
    );
    await moveAll(source, target);
    t.same(await talliesOf(target), tallies);
    await moveAll(source, target);
    t.same(await talliesOf(target), tallies);
    t.same(await talliesOf(source), tallies, 'reading changes nothing');
  });

  t.test('figures over time stay where they were measured', async (t) => {
    const [source, target] = [await make(t), await make(t)];
    await source.store.series.write(10, 'a', [{ at: 100, sample: { memory: { rss: 1 } } }], 0);
    await moveAll(source, target);
    t.same(await target.store.series.rows(10, 'a', 0, 200), []);
  });

  t.test('a partial target gets the missing records', async (t) => {
    const [source, target] = [await make(t), await make(t)];
    const before = await everything(source);
    await target.advance(source.now() - target.now());
    for (const kind of ARCHIVE_KINDS) {
      const records = await read(source.store.archive, kind, 1_000);
      await target.store.archive.add(
        kind,
        records.filter((_, index) => index % 2 === 1),
      );
      await target.store.archive.add(kind, records);
    }
    t.same(await talliesOf(target), await talliesOf(source));
    await goesOn(t, target, before);
  });

  t.test('the target continues where the source stopped, also after a restart', async (t) => {
    const [source, target] = [await make(t), await make(t)];
    const before = await everything(source);
    await target.advance(source.now() - target.now());
    await moveAll(source, target);
    await target.reopen();
    await goesOn(t, target, before);
  });

  t.test('pages of any length give the same records', async (t) => {
    const harness = await make(t);
    await everything(harness);
    for (const kind of ARCHIVE_KINDS) {
      const records = await read(harness.store.archive, kind, 1_000);
      for (const limit of [1, 2, 3])
        t.same(await read(harness.store.archive, kind, limit), records, `${kind} by ${limit}`);
    }
  });

  t.test('existing records stay as they are', async (t) => {
    const harness = await make(t);
    const { archive } = harness.store;
    await everything(harness);
    const tallies = await talliesOf(harness);
    const [section] = await read(archive, 'sections', 1);
    const [user] = await read(archive, 'users', 1);
    await archive.add('sections', [{ ...section!, failures: 9 }]);
    await archive.add('users', [{ ...user!, createdAt: 0 }]);
    t.same(await talliesOf(harness), tallies);
  });

  t.test('leases are not moved: a leased section is simply due', async (t) => {
    const [source, target] = [await make(t), await make(t)];
    await see(source, CSE310);
    await watch(source, await student(source), CSE310);
    await see(source, CSE310, OPEN);
    await fanOut(source);
    await source.advance(INTERVAL_MS);
    const pending = await takePending(source, 'mailer');
    const [due] = await takeDue(source, 'one');
    await moveAll(source, target);
    await target.advance(INTERVAL_MS - 1);
    t.same(await takeDue(target, 'two'), []);
    await target.advance(1);
    t.match(await takeDue(target, 'two'), [{ section: CSE310, dueAt: due!.dueAt }]);
    t.same(await takePending(target, 'mailer too'), pending);
  });

  t.test('instants are whole milliseconds, even after a fractional pause', async (t) => {
    const harness = await make(t);
    const { archive, notifications, sections } = harness.store;
    await see(harness, CSE310);
    await watch(harness, await student(harness), CSE310);
    const [claimed] = await take(harness, [CSE310], 'one');
    await sections.commit('one', [{ ...commitOf(harness, CSE310, claimed!.state, OPEN), dueInMs: 1_000.75 }]);
    await fanOut(harness);
    const [{ id } = { id: '' }] = await takePending(harness, 'mailer');
    await notifications.record('mailer', [{ id, outcome: 'retry', inMs: 1_000.75, error: 'busy' }]);
    t.match((await archive.page('sections', null, 1)).records, [{ dueAt: harness.now() + 1_000 }]);
    t.match((await archive.page('notifications', null, 1)).records, [{ nextAttemptAt: harness.now() + 1_000 }]);
  });

  t.test('a section that was never seen and is not watched is not moved', async (t) => {
    const harness = await make(t);
    await see(harness, CSE310);
    await take(harness, [MAT210, CSE310_TOO], 'one');
    await watch(harness, await student(harness), CSE310_TOO);
    t.same(keysOf((await harness.store.archive.page('sections', null, 10)).records), [CSE310, CSE310_TOO]);
  });

  t.test('a watch that its student has already, under another id, is not added', async (t) => {
    const harness = await make(t);
    const { archive, watches } = harness.store;
    await see(harness, CSE310);
    const ada = await student(harness);
    const { id } = await watch(harness, ada, CSE310);
    await archive.add('watches', [archivedWatch('other', ada, CSE310, harness.now())]);
    t.match(await watches.list(ada), [{ id, covers: [CSE310] }]);
  });

  t.test('cleaning up removes expired records and nothing else', async (t) => {
    const harness = await make(t);
    const { accounts, archive } = harness.store;
    const before = await everything(harness);
    await accounts.addSignIn('old token', 'ada@example.edu', 1_000);
    await harness.advance(1_000);
    const tallies = await talliesOf(harness);
    await archive.cleanUp();
    t.match(await accounts.peekSignIn('token of cid'), { email: 'cid@example.edu' });
    const left = await talliesOf(harness);
    t.same(
      left.map(({ count }) => count),
      tallies.map(({ count }, index) => (ARCHIVE_KINDS[index] === 'signIns' ? count - 1 : count)),
    );
    t.match(await accounts.session('session of ada@example.edu'), { id: before.ada });
  });
}
