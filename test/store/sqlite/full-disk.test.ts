/** A full disk: for an ordinary user by a limit of the process, for root by a small file system. */
import { execFile } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import t from 'tap';
import { createSqliteStore } from '../../../src/store/sqlite/threaded-store.ts';
import { CSE310 } from '../../contract/store/harness.ts';
import { smallDisk } from '../../support/small-disk.ts';

const run = promisify(execFile);
const CROWDED = fileURLToPath(new URL('../crowded-process.js', import.meta.url));
/** Blocks have 512 or 1,024 bytes. Enough to open the store. */
const LIMIT_BLOCKS = 1_000;
const posix = process.platform !== 'win32';

t.test(
  'on a full disk, writes and pings fail as unwritable, and reads work',
  { skip: !posix && 'no process limits on this system' },
  async (t) => {
    const path = join(t.testdir({}), 'store.db');
    const { stdout } = await run('/bin/sh', [
      '-c',
      `ulimit -f ${LIMIT_BLOCKS}; exec "$0" "$1" "$2"`,
      process.execPath,
      CROWDED,
      path,
    ]);
    t.same(JSON.parse(stdout), {
      write: 'PMC_STORE_UNWRITABLE',
      ping: 'PMC_STORE_UNWRITABLE',
      read: 'full',
      kept: true,
    });
    const store = createSqliteStore(path, Date);
    await store.open();
    t.teardown(() => store.close());
    t.match(await store.sections.state(CSE310), { section: CSE310 }, 'and the file is intact');
  },
);

t.test('writing works again by itself once there is room', async (t) => {
  const folder = await smallDisk(t, 'size=3000k');
  if (folder === undefined) return;
  const store = createSqliteStore(join(folder, 'store.db'), Date);
  await store.open();
  t.teardown(() => store.close());
  await writeFile(join(folder, 'filler'), Buffer.alloc(3_000_000)).catch(() => undefined);
  const add = (index: number): Promise<unknown> =>
    store.accounts.addSignIn(`token ${index}`, `${'x'.repeat(20_000)}@example.edu`, 60_000);
  await t.rejects(
    (async () => {
      for (let index = 0; index < 40; index += 1) await add(index);
    })(),
    { code: 'PMC_STORE_UNWRITABLE' },
  );
  await t.rejects(store.ping(), { code: 'PMC_STORE_UNWRITABLE' });
  t.same(await store.pauses.list(), [], 'reads work');
  await rm(join(folder, 'filler'));
  await t.resolves(store.ping());
  await t.resolves(add(100));
});

t.test('a read-only file system', async (t) => {
  const folder = await smallDisk(t, 'ro');
  if (folder === undefined) return;
  const path = join(folder, 'store.db');
  await t.rejects(createSqliteStore(path, Date).open(), { code: 'PMC_STORE_FILE_UNUSABLE', message: path });
});
