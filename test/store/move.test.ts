import type { Test } from 'tap';
import t from 'tap';
import type { ArchivedUser, ArchiveStore } from '../../src/store/archive.ts';
import { move, progressOf, tallyOf } from '../../src/store/move.ts';
import { SqliteStore } from '../../src/store/sqlite/sqlite-store.ts';

const users: ArchivedUser[] = Array.from({ length: 1_200 }, (_, index) => ({
  id: `user-${1_000 + index}`,
  email: `student-${index}@example.edu`,
  createdAt: index,
  preferences: {},
  suspendedAt: null,
}));

async function archiveWith(t: Test, records: ArchivedUser[]): Promise<ArchiveStore> {
  const store = new SqliteStore(':memory:', { now: () => 0 });
  await store.open();
  t.teardown(() => store.close());
  await store.archive.add('users', records);
  return store.archive;
}

t.test('stores with the same records have the same tally, and others do not', async (t) => {
  const tally = await tallyOf(await archiveWith(t, users), 'users');
  t.equal(tally.count, 1_200);
  const inPages = await archiveWith(t, users.slice(600));
  await inPages.add(
    'users',
    users.slice(0, 600).map(({ createdAt, ...user }) => ({ ...user, createdAt })),
  );
  t.same(await tallyOf(inPages, 'users'), tally);
  await inPages.add('users', [
    { id: 'zoe', email: 'zoe@example.edu', createdAt: 0, preferences: {}, suspendedAt: null },
  ]);
  t.not((await tallyOf(inPages, 'users')).hash, tally.hash);
  t.not(
    (
      await tallyOf(
        await archiveWith(
          t,
          users.map((user) => ({ ...user, createdAt: 0 })),
        ),
        'users',
      )
    ).hash,
    tally.hash,
  );
});

t.test('a move to an empty target starts at the beginning', async (t) => {
  const [source, target] = [await archiveWith(t, users), await archiveWith(t, [])];
  const progress = await progressOf(source, target, 'users');
  t.same(progress, { count: 0, after: null });
  const told: number[] = [];
  await move(source, target, 'users', progress, (count) => {
    told.push(count);
  });
  t.same(told, [500, 1_000, 1_200]);
  t.same(await tallyOf(target, 'users'), await tallyOf(source, 'users'));
});

t.test('an interrupted move continues after the last complete page', async (t) => {
  const [source, target] = [await archiveWith(t, users), await archiveWith(t, users.slice(0, 700))];
  const progress = await progressOf(source, target, 'users');
  t.same(progress, { count: 500, after: users[499]!.id });
  const told: number[] = [];
  await move(source, target, 'users', progress, (count) => {
    told.push(count);
  });
  t.same(told, [1_000, 1_200]);
  t.same(await tallyOf(target, 'users'), await tallyOf(source, 'users'));
});

t.test('when records are missing in between, it continues before them', async (t) => {
  const [source, target] = [await archiveWith(t, users), await archiveWith(t, users.toSpliced(510, 1))];
  t.match(await progressOf(source, target, 'users'), { count: 500 });
  const other = await archiveWith(t, users.toSpliced(499, 1));
  t.same(await progressOf(source, other, 'users'), { count: 0, after: null });
});

t.test('a target with a record of its own is rejected, even if only its values differ', async (t) => {
  const source = await archiveWith(t, users);
  for (const own of [
    { ...users[3]!, id: 'zoe' },
    { ...users[3]!, createdAt: 0 },
    { ...users[3]!, id: 'aaron' },
  ]) {
    const target = await archiveWith(t, [...users.slice(0, 3), own]);
    await t.rejects(progressOf(source, target, 'users'), {
      code: 'PMC_TARGET_NOT_EMPTY',
      next: 'stop',
      message: /users/,
    });
  }
});
