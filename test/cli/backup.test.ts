import { randomUUID } from 'node:crypto';
import { statSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { ARCHIVE_KINDS } from '../../src/store/archive.ts';
import { everything, goesOn } from '../contract/store/everything.ts';
import { CSE310, LEASE_MS, see } from '../contract/store/harness.ts';
import { mongoServer } from '../support/mongo-server.ts';
import { filled, opened } from '../support/opened-store.ts';
import { pickmyclass } from '../support/pickmyclass.ts';
import { OPERATOR_TOKEN, startSystem } from '../support/running-system.ts';

const ALL_SAME = new RegExp(`^${ARCHIVE_KINDS.map((kind) => `${kind} +[1-9]\\d* +same\n`).join('')}$`);
const READ_BY_OTHERS = 0o077;

const server = await mongoServer(t);

t.test('a backup holds everything, only its owner can read it, and a restored store goes on', async (t) => {
  const folder = t.testdir({});
  const { url, filledWith } = await filled(t, join(folder, 'store.db'), everything);
  const file = join(folder, 'backup.db');
  t.match(await pickmyclass(['backup', file], { STORE_URL: url, DATA_DIR: folder }), { code: 0, stdout: ALL_SAME });
  t.equal(statSync(file).mode & READ_BY_OTHERS, 0);
  const before = await readFile(file);
  const DATA_DIR = join(folder, 'new', 'machine');
  t.match(await pickmyclass(['restore', file], { DATA_DIR }), { code: 0, stdout: ALL_SAME });
  t.ok(before.equals(await readFile(file)), 'the backup stays as it is');
  await goesOn(t, await opened(t, `sqlite:${join(DATA_DIR, 'pickmyclass.db')}`), filledWith);
});

t.test('a system that runs is backed up without a stop, and its audit log says so', async (t) => {
  const dataDir = t.testdir({});
  const system = await startSystem(t, dataDir);
  t.equal((await system.operator('/api/v1/pause', { method: 'POST', body: '{"scope":"notifications"}' })).status, 200);
  const file = join(dataDir, 'backup.db');
  const environment = { DATA_DIR: dataDir, OPERATOR_TOKEN };
  t.match(await pickmyclass(['backup', file], environment), { code: 0, stderr: /Everything is in .*backup\.db/ });
  t.equal(statSync(file).mode & READ_BY_OTHERS, 0);
  t.match(await (await system.operator('/api/v1/audit')).json(), {
    entries: [{ who: 'token', action: 'make-backup' }, { action: 'pause' }],
  });
  const DATA_DIR = join(dataDir, 'restored');
  t.match(await pickmyclass(['restore', file], { DATA_DIR }), { code: 0, stdout: /pauses +1 +same\n/ });
});

t.test('nothing is written over: neither a file nor a store with data', async (t) => {
  const folder = t.testdir({ taken: 'mine' });
  const { url } = await filled(t, join(folder, 'store.db'), everything);
  const own = await filled(t, join(folder, 'own.db'), (harness) => see(harness, CSE310));
  const environment = { STORE_URL: url, DATA_DIR: folder };
  t.match(await pickmyclass(['backup', join(folder, 'taken')], environment), {
    code: 2,
    stderr: /PMC_FILE_UNUSABLE .*taken cannot be used: it exists already/,
  });
  t.match(await pickmyclass(['backup', join(folder, 'none', 'file')], environment), { code: 2, stderr: /ENOENT/ });
  const file = join(folder, 'backup.db');
  await pickmyclass(['backup', file], environment);
  t.match(await pickmyclass(['restore', file], { STORE_URL: own.url }), { code: 2, stderr: /PMC_TARGET_NOT_EMPTY/ });
});

t.test('a file that is no backup is named', async (t) => {
  const folder = t.testdir({});
  const file = join(folder, 'notes.txt');
  await writeFile(file, 'no backup, '.repeat(1_000));
  const environment = { DATA_DIR: folder };
  t.match(await pickmyclass(['restore', file], environment), { code: 2, stderr: /PMC_STORE_DAMAGED/ });
  t.match(await pickmyclass(['restore', `${file}.none`], environment), { code: 2, stderr: /there is no such file/ });
  t.match(await pickmyclass(['restore'], environment), { code: 2, stderr: /"restore" without one file/ });
});

if (server === undefined) t.pass('not tested', { skip: 'no MongoDB server' });
else {
  t.test('a MongoDB is backed up and restored, unless a node uses it', async (t) => {
    const folder = t.testdir({});
    const { url } = await filled(t, join(folder, 'store.db'), everything);
    const [shared, other] = [server.database(t), server.database(t)];
    await pickmyclass(['migrate', '--from', url, '--to', shared]);
    const file = join(folder, 'backup.db');
    const environment = { DATA_DIR: folder, STORE_URL: shared };
    const { store } = await opened(t, shared);
    await store.members.join('busy', randomUUID(), LEASE_MS);
    t.match(await pickmyclass(['backup', file], environment), { code: 2, stderr: /PMC_STORE_IN_USE .* used by busy/ });
    await store.members.leave('busy', 'another run');
    await store.members.forget(-LEASE_MS);
    t.match(await pickmyclass(['backup', file], environment), { code: 0, stdout: ALL_SAME });
    t.match(await pickmyclass(['restore', file], { ...environment, STORE_URL: other }), { code: 0, stdout: ALL_SAME });
  });
}
