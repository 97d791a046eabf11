import { statSync } from 'node:fs';
import t from 'tap';
import { SqliteStore } from '../../../src/store/sqlite/sqlite-store.ts';
import { bearer, stage } from '../stage.ts';

t.test('an operator gets a copy of the embedded store as it is now, which only its owner can read', async (t) => {
  const dataDir = t.testdir({});
  const { ask, store } = await stage(t, { environment: { DATA_DIR: dataDir } });
  await store.pauses.set('checks', 'asu');
  const { status, body } = await ask('POST', '/api/v1/backups', { headers: bearer });
  t.equal(status, 201);
  const file = body['file'] as string;
  t.ok(file.startsWith(`${dataDir}/backups/`), file);
  t.equal(statSync(file).mode & 0o077, 0);
  const copy = new SqliteStore(file, { now: () => 0 });
  await copy.open();
  t.teardown(() => copy.close());
  t.match(await copy.pauses.list(), [{ scope: 'checks', institution: 'asu' }]);
});

t.test('a MongoDB is not copied', async (t) => {
  const { ask } = await stage(t, { environment: { STORE_URL: 'mongodb://127.0.0.1/pmc' } });
  t.match(await ask('POST', '/api/v1/backups', { headers: bearer }), {
    status: 409,
    body: { code: 'PMC_BACKUP_ELSEWHERE' },
  });
});
