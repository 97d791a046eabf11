/**
 * Store errors that only a person can fix end the real program with one line of advice, exit code 2, no stack trace and
 * no password.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import type { Test } from 'tap';
import t from 'tap';
import { createSqliteStore } from '../../src/store/sqlite/threaded-store.ts';
import { mongoServer } from '../support/mongo-server.ts';
import { oldMongod } from '../support/old-mongod.ts';
import { pickmyclass } from '../support/pickmyclass.ts';

const QUICK = 'serverSelectionTimeoutMS=300';
const PASSWORD = 'hunter2';

const server = await mongoServer(t);

/** At the default log level. The log has lines of JSON, and the other lines are for people. */
async function endsWith(t: Test, STORE_URL: string, line: RegExp): Promise<void> {
  const { code, stdout, stderr } = await pickmyclass(['start'], {
    PORT: '0',
    MQTT_PORT: '0',
    DATA_DIR: t.testdir(),
    STORE_URL,
  });
  t.equal(code, 2);
  t.equal(stdout, '');
  const said = stderr.split('\n').filter((each) => each !== '' && !each.startsWith('{'));
  t.equal(said.length, 1);
  t.match(said[0], line);
  t.notMatch(stderr, /\bat [^\n]*:\d+:\d+/, 'no stack trace, not even in the log');
  t.notMatch(stderr, PASSWORD);
}

t.test('a file that is not a database, and one with a damaged page', async (t) => {
  const folder = t.testdir({ 'text.db': 'a letter to my grandmother, not a database. '.repeat(500) });
  const broken = join(folder, 'broken.db');
  const store = createSqliteStore(broken, Date);
  await store.open();
  await store.close();
  await writeFile(broken, (await readFile(broken)).fill(0xa5, 3 * 4_096, 5 * 4_096));
  for (const path of [join(folder, 'text.db'), broken]) {
    await t.test(path, (t) =>
      endsWith(
        t,
        `sqlite:${path}`,
        new RegExp(
          `^pickmyclass: PMC_STORE_DAMAGED ${path} is damaged or is not a store of this program: ` +
            `.* Replace it with a backup, or move it away`,
        ),
      ),
    );
  }
});

t.test('a file that cannot be created', async (t) => {
  const path = join(t.testdirName, 'missing', 'store.db');
  await endsWith(
    t,
    `sqlite:${path}`,
    new RegExp(
      `^pickmyclass: PMC_STORE_FILE_UNUSABLE ${path} cannot be used: .* set DATA_DIR or STORE_URL to another place$`,
    ),
  );
});

t.test('no MongoDB server answers', async (t) => {
  await endsWith(
    t,
    `mongodb://ada:${PASSWORD}@127.0.0.1:1/pmc?${QUICK}`,
    /^pickmyclass: PMC_STORE_NOT_FOUND no MongoDB server answers at 127\.0\.0\.1:1: .* set STORE_URL to its address$/,
  );
});

t.test('a URL that the driver cannot use', async (t) => {
  await endsWith(
    t,
    `mongodb://ada:${PASSWORD}@127.0.0.1/pmc?noSuchOption=1`,
    /^pickmyclass: PMC_CONFIG_INVALID STORE_URL=127\.0\.0\.1 is not valid: .*nosuchoption/i,
  );
});

t.test('a server older than MongoDB 6.0, even one that is too old for the driver', async (t) => {
  for (const wireVersion of [6, 13]) {
    const url = await oldMongod(t, wireVersion);
    await endsWith(
      t,
      `${url}/pmc?serverSelectionTimeoutMS=5000`,
      /^pickmyclass: PMC_STORE_OLD_SERVER the MongoDB server at [\d.:]+ is too old\. Run version 6\.0 or newer$/,
    );
  }
});

t.test('a user that the server does not know', { skip: server === undefined && 'no MongoDB server' }, async (t) => {
  await endsWith(
    t,
    server!.database(t).replace('mongodb://', `mongodb://ada:${PASSWORD}@`),
    /^pickmyclass: PMC_STORE_REFUSED the MongoDB server at .* refused access: .* Give STORE_URL a user and password/,
  );
});

t.test('a user who may only read', { skip: server?.own !== true && 'no MongoDB server of its own' }, async (t) => {
  const url = server!.database(t);
  const client = new MongoClient(url);
  await client.db().command({ createUser: 'reader', pwd: PASSWORD, roles: ['read'] });
  await client.close();
  await server!.restart('--auth');
  await endsWith(
    t,
    url.replace('mongodb://', `mongodb://reader:${PASSWORD}@`),
    /^pickmyclass: PMC_STORE_REFUSED the MongoDB server at .* refused access: not authorized .* \(role readWrite\)$/,
  );
});
