import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'libsql';
import type { Test } from 'tap';
import t from 'tap';
import { CHANNELS } from '../../../src/store/sqlite/schema-channels.ts';
import { COVERAGE } from '../../../src/store/sqlite/schema-watches.ts';
import { MIGRATIONS } from '../../../src/store/sqlite/schema.ts';
import { SqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';
import type { StoreHarness } from '../../contract/store/harness.ts';
import {
  CSE310,
  fanOut,
  keysOf,
  MAT210,
  OPEN,
  see,
  student,
  take,
  takeDue,
  takePending,
  watch,
} from '../../contract/store/harness.ts';
import { ManualClock } from '../../../src/runtime/testing/index.ts';
import { sqliteHarness } from './harness.ts';

const make = sqliteHarness((path, clock) => new SqliteStore(path, clock));

t.test('the leases of an earlier run end at once', async (t) => {
  const harness = await make(t);
  await see(harness, CSE310);
  await watch(harness, await student(harness), CSE310);
  await see(harness, CSE310, OPEN);
  await fanOut(harness);
  await take(harness, [CSE310], 'former run');
  const pending = await takePending(harness, 'former run');
  await harness.reopen();
  t.same(await takePending(harness, 'this run'), pending);
  t.same(keysOf(await take(harness, [CSE310], 'this run')), [CSE310]);
});

t.test('an unwatched section that an earlier run should have looked at is deleted', async (t) => {
  const harness = await make(t);
  await watch(harness, await student(harness), MAT210);
  await take(harness, [CSE310, MAT210], 'former run');
  await harness.reopen();
  t.same(keysOf(await takeDue(harness, 'this run')), [MAT210]);
});

t.test('a file that a newer version has written is not opened', async (t) => {
  const path = join(t.testdir({}), 'store.db');
  const newer = new Database(path);
  newer.exec('PRAGMA user_version = 1000');
  newer.close();
  await t.rejects(new SqliteStore(path, Date).open(), { code: 'PMC_STORE_NEWER', message: /1000/ });
  const again = new Database(path);
  t.teardown(() => again.close());
  t.same(again.prepare('SELECT name FROM sqlite_schema').all(), [], 'and it is not locked');
});

t.test('a file that is not a store is rejected with its name', async (t) => {
  const directory = t.testdir({});
  const missing = join(directory, 'missing', 'store.db');
  await t.rejects(new SqliteStore(missing, Date).open(), { code: 'PMC_STORE_FILE_UNUSABLE', message: missing });
  const text = join(directory, 'text.db');
  await writeFile(text, 'not a database, but long enough to look like one'.repeat(100));
  await t.rejects(new SqliteStore(text, Date).open(), { code: 'PMC_STORE_DAMAGED', message: text });
  const others = join(directory, 'others.db');
  const database = new Database(others);
  database.exec('CREATE TABLE sections (letter TEXT); PRAGMA user_version = 1');
  database.close();
  await t.rejects(
    new SqliteStore(others, Date).open(),
    { code: 'PMC_STORE_DAMAGED', message: others },
    'the database of another program',
  );
});

t.test('a file with a damaged page is rejected when it is opened, not when the page is needed', async (t) => {
  const path = join(t.testdir({}), 'store.db');
  const store = new SqliteStore(path, Date);
  await store.open();
  await store.close();
  const bytes = await readFile(path);
  bytes.fill(0xa5, 3 * 4_096, 5 * 4_096);
  await writeFile(path, bytes);
  await t.rejects(new SqliteStore(path, Date).open(), { code: 'PMC_STORE_DAMAGED', message: path });
});

const noReopen = (): Promise<void> => Promise.reject(new Error('not here'));

/** An open store, not closed when the test ends, with one watched section. */
async function storeWithWatch(t: Test): Promise<StoreHarness & { path: string; clock: ManualClock }> {
  const clock = new ManualClock();
  const path = join(t.testdir({}), 'store.db');
  const store = new SqliteStore(path, clock);
  await store.open();
  const advance = (ms: number): Promise<void> => clock.advance(ms);
  const harness = { store, path, clock, now: () => clock.now(), advance, reopen: noReopen };
  await watch(harness, await student(harness), CSE310);
  return harness;
}

t.test('what was touched is told after the thread of the store was replaced', async (t) => {
  const harness = await storeWithWatch(t);
  const { mark } = await harness.store.sections.watched('asu', null);
  await see(harness, CSE310);
  await harness.store.close();
  const after = new SqliteStore(harness.path, harness.clock);
  t.teardown(() => after.close());
  await after.open('same');
  t.match((await after.sections.watched('asu', mark)).sections, [{ section: CSE310, state: { version: 1 } }]);
});

t.test('a file of any earlier version is migrated, with its sections and watches', async (t) => {
  for (let version = 1; version <= MIGRATIONS.length; version += 1) {
    const covers = version > MIGRATIONS.indexOf(COVERAGE);
    const path = join(t.testdir({}), `version-${version}.db`);
    const file = new Database(path);
    for (const migration of MIGRATIONS.slice(0, version)) file.exec(migration);
    file.exec(`PRAGMA user_version = ${version};
      INSERT INTO users (id, email, created_at) VALUES ('u', 'ada@example.edu', 0);
      INSERT INTO sections (section, institution, term, class_number, due_at)
        VALUES ('${CSE310}', 'asu', '2267', '66445', 0);
      INSERT INTO watches (id, user_id, section, kinds, verified, created_at, after_cursor${covers ? ', about' : ''})
        VALUES ('w', 'u', '${CSE310}', '["opened"]', 0, 0, 0${covers ? `, '${CSE310}'` : ''});
      ${covers ? `INSERT INTO coverage (watch_id, section, tells) VALUES ('w', '${CSE310}', 1)` : ''}`);
    file.close();
    const clock = new ManualClock();
    const store = new SqliteStore(path, clock);
    await store.open();
    const harness = { store, now: () => clock.now(), advance: (ms: number) => clock.advance(ms), reopen: noReopen };
    if (version < MIGRATIONS.indexOf(CHANNELS) + 1)
      t.match(await store.channels.list('u'), [{ id: 'email-u', type: 'email', verified: true }], `version ${version}`);
    const { sections, mark } = await store.sections.watched('asu', null);
    t.match(sections, [{ section: CSE310, watches: 1, state: null }], `version ${version}`);
    t.match(await store.watches.list('u'), [{ section: CSE310, covers: [CSE310], minSeats: 1 }]);
    await see(harness, CSE310);
    t.match((await store.sections.watched('asu', mark)).sections, [{ section: CSE310, state: { version: 1 } }]);
    await store.close();
  }
});
