import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { MongoClient } from 'mongodb';
import type { Test } from 'tap';
import t from 'tap';
import { archivedWatch } from '../support/watches.ts';
import { startProcess } from '../../scripts/start-process.ts';
import { migrate } from '../../src/cli/migrate.ts';
import { CodedError } from '../../src/runtime/index.ts';
import type { ArchivedSection, ArchivedUser } from '../../src/store/archive.ts';
import { ARCHIVE_KINDS } from '../../src/store/archive.ts';
import { tallyOf } from '../../src/store/move.ts';
import { everything, goesOn } from '../contract/store/everything.ts';
import type { StoreHarness } from '../contract/store/harness.ts';
import { CSE310, OPEN, see } from '../contract/store/harness.ts';
import { mongoServer } from '../support/mongo-server.ts';
import { filled, opened } from '../support/opened-store.ts';
import { pickmyclass } from '../support/pickmyclass.ts';

const SECTIONS = 500;
const WATCHES = 1_500;
/** The last line before the watches. */
const USERS_DONE = `users ${WATCHES} of ${WATCHES}`;
/** The printed table when every kind has records and is the same. */
const ALL_SAME = new RegExp(`^${ARCHIVE_KINDS.map((kind) => `${kind} +[1-9]\\d* +same\n`).join('')}$`);

const server = await mongoServer(t);

t.test('a store that cannot be used is named without its password', async (t) => {
  const folder = t.testdir({});
  const there = await filled(t, join(folder, 'there.db'), everything);
  const empty = await filled(t, join(folder, 'empty.db'), async () => undefined);
  for (const [args, said] of [
    [[], /PMC_COMMAND_UNKNOWN .*--from and --to/],
    [['--from', there.url], /PMC_COMMAND_UNKNOWN .*--from and --to/],
    [
      ['--from', 'postgres://ada:secret@host/pmc', '--to', there.url],
      /PMC_CONFIG_INVALID --from=postgres:\/\/\*\*\*@host\/pmc/,
    ],
    [['--from', there.url, '--to', 'mysql://ada:secret@host'], /PMC_CONFIG_INVALID --to=/],
    [['--from', there.url, '--to', there.url], /PMC_CONFIG_INVALID --to=.* the source itself/],
    [
      ['--from', 'mongodb://ada:secret@host/pmc', '--to', 'mongodb://ben:secret@host/pmc?w=1'],
      /PMC_CONFIG_INVALID --to=.* the source itself/,
    ],
    [['--from', `${there.url}.none`, '--to', empty.url], /PMC_CONFIG_INVALID --from=.* no such file/],
    [['--from', empty.url, '--to', there.url], /PMC_CONFIG_INVALID --from=.* nothing in it/],
    [['--from', there.url, '--to', 'sqlite:/no/such/folder/store.db'], /PMC_STORE_FILE_UNUSABLE \/no\/such\/folder/],
    [
      ['--from', there.url, '--to', 'mongodb://ada:secret@127.0.0.1:99999/pmc'],
      /PMC_CONFIG_INVALID --to=127\.0\.0\.1:99999/,
    ],
  ] as const) {
    const error = await migrate([...args]).catch((reason: unknown) => reason);
    t.type(error, CodedError, args.join(' '));
    const { code, message, next } = error as CodedError;
    t.match(`${code} ${message}`, said);
    t.notMatch(message, /secret/);
    t.ok(code === 'PMC_COMMAND_UNKNOWN' || next === 'stop', 'so that the exit code is 2');
  }
});

t.test('what cannot be done is said in one line without a password, and the exit code is 2', async (t) => {
  const { url } = await filled(t, join(t.testdir({}), 'there.db'), everything);
  for (const [args, said] of [
    [['mongodb://ada:secret@127.0.0.1/pmc'], /PMC_COMMAND_UNKNOWN/],
    [
      ['--from', url, '--to', 'mongodb://ada:secret@127.0.0.1:1/pmc?serverSelectionTimeoutMS=200'],
      /PMC_STORE_NOT_FOUND .* set --to to its address/,
    ],
  ] as const) {
    const { code, stdout, stderr } = await pickmyclass(['migrate', ...args]);
    t.match({ code, stdout }, { code: 2, stdout: '' }, args.join(' '));
    t.match(stderr, said);
    t.notMatch(stderr, /secret|\n {4}at /);
  }
});

t.test('the store of a running system is not opened as a source', async (t) => {
  const { url } = await filled(t, join(t.testdir({}), 'store.db'), everything);
  await opened(t, url);
  t.match(await pickmyclass(['migrate', '--from', url, '--to', `${url}.too`]), {
    code: 2,
    stdout: '',
    stderr: /PMC_STORE_LOCKED/,
  });
});

t.test('a target with data of its own is not changed', async (t) => {
  const folder = t.testdir({});
  const source = await filled(t, join(folder, 'there.db'), everything);
  const target = await filled(t, join(folder, 'own.db'), (harness) => see(harness, CSE310));
  t.match(await pickmyclass(['migrate', '--from', source.url, '--to', target.url]), {
    code: 2,
    stdout: '',
    stderr: /PMC_TARGET_NOT_EMPTY .*sections/,
  });
  t.match(await pickmyclass(['migrate', '--from', target.url, '--to', `${target.url}.copy`]), {
    code: 0,
    stdout: /sections +1 +same\nchanges +0 +same\n/,
  });
});

t.test('migrating from file to file moves everything, and migrating again changes nothing', async (t) => {
  const { url, filledWith } = await filled(t, join(t.testdir({}), 'store.db'), everything);
  const first = await pickmyclass(['migrate', '--from', url, '--to', `${url}.too`]);
  t.match(first, { code: 0, stdout: ALL_SAME, stderr: /watches 6 of 6\n/ });
  t.match(await pickmyclass(['migrate', '--from', url, '--to', `${url}.too`]), { code: 0, stdout: first.stdout });
  await goesOn(t, await opened(t, `${url}.too`), filledWith);
});

if (server === undefined) t.pass('not tested', { skip: 'no MongoDB server' });
else {
  t.test('migrating from a file to MongoDB and back moves everything, and both stores keep working', async (t) => {
    const { url, filledWith } = await filled(t, join(t.testdir({}), 'store.db'), everything);
    const shared = server.database(t);
    const out = await pickmyclass(['migrate', '--from', url, '--to', shared]);
    t.match(out, { code: 0, stdout: ALL_SAME });
    t.match(await pickmyclass(['migrate', '--from', shared, '--to', `${url}.back`]), { code: 0, stdout: out.stdout });
    const [first, last] = [await opened(t, url), await opened(t, `${url}.back`)];
    for (const kind of ARCHIVE_KINDS)
      t.same(await tallyOf(last.store.archive, kind), await tallyOf(first.store.archive, kind), kind);
    await goesOn(t, await opened(t, shared), filledWith);
    await goesOn(t, last, filledWith);
  });

  t.test('when records arrive changed, the error names their kind, and the exit code is 1', async (t) => {
    // A lone surrogate: JSON can represent it, BSON cannot.
    const { url } = await filled(t, join(t.testdir({}), 'store.db'), (harness) =>
      see(harness, CSE310, { ...OPEN, title: 'Data \ud800' }),
    );
    const { code, stdout, stderr } = await pickmyclass(['migrate', '--from', url, '--to', server.database(t)]);
    t.equal(code, 1);
    t.match(stdout, /^sections +1 +differs, 1 in the target\nchanges +0 +same\n/);
    t.match(stderr, /PMC_MIGRATION_DIFFERS source and target differ in sections\./);
  });

  t.test('a migration to or from MongoDB that was killed continues where it stopped', async (t) => {
    const { url } = await filled(t, join(t.testdir({}), 'store.db'), fillWithMany);
    const shared = server.database(t);
    const client = new MongoClient(shared);
    t.teardown(() => client.close());
    const countWatches = (): Promise<number> => client.db().collection('watches').countDocuments();
    await inTime(async () => {
      await client.db().dropDatabase();
      await killed(t, ['--from', url, '--to', shared], async (lines) => {
        await line(lines, USERS_DONE);
        while ((await countWatches()) === 0);
      });
      const arrived = await countWatches();
      return arrived > 0 && arrived < WATCHES;
    });
    t.match(await pickmyclass(['migrate', '--from', url, '--to', shared]), {
      code: 0,
      stdout: /watches +1500 +same\n/,
      stderr: /Going on where it broke off: \d+ records are there\n/,
    });

    const back = `${url}.back`;
    await inTime(async () => {
      for (const end of ['', '-wal', '-shm']) await rm(`${back}${end}`, { force: true });
      await killed(t, ['--from', shared, '--to', back], (lines) => line(lines, USERS_DONE));
      const halfway = await opened(t, back);
      t.equal((await tallyOf(halfway.store.archive, 'users')).count, WATCHES);
      const { count } = await tallyOf(halfway.store.archive, 'watches');
      await halfway.store.close();
      return count < WATCHES;
    });
    t.match(await pickmyclass(['migrate', '--from', shared, '--to', back]), {
      code: 0,
      stdout: /watches +1500 +same\n/,
      stderr: /Going on where it broke off/,
    });
    const [first, last] = [await opened(t, url), await opened(t, back)];
    for (const kind of ARCHIVE_KINDS)
      t.same(await tallyOf(last.store.archive, kind), await tallyOf(first.store.archive, kind), kind);
  });
}

/** Adds enough watches, one per student, that a migration can be killed in the middle. */
async function fillWithMany({ store: { archive } }: StoreHarness): Promise<void> {
  const sections = Array.from({ length: SECTIONS }, (_, index): ArchivedSection => {
    const classNumber = String(10_000 + index);
    return {
      section: `asu/2267/${classNumber}`,
      institution: 'asu',
      term: '2267',
      classNumber,
      state: null,
      unknown: false,
      missingSince: null,
      failures: 0,
      failedAttempts: [],
      dueAt: index,
    };
  });
  const users = Array.from({ length: WATCHES }, (_, index): ArchivedUser => ({
    id: `user-${index}`,
    email: `student-${index}@example.edu`,
    createdAt: index,
    preferences: {},
    suspendedAt: null,
  }));
  await archive.add('sections', sections);
  await archive.add('users', users);
  await archive.add(
    'watches',
    users.map(({ id }, index) => archivedWatch(`watch-${index}`, id, sections[index % SECTIONS]!.section, index)),
  );
}

/** Starts a migration and kills it at `time`. */
async function killed(t: Test, args: string[], time: (lines: AsyncIterable<string>) => Promise<void>): Promise<void> {
  const child = startProcess(process.execPath, ['dist/src/cli.js', 'migrate', ...args], {
    env: { PATH: process.env['PATH'] },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  t.teardown(() => child.kill('SIGKILL'));
  const exited = once(child, 'exit');
  await Promise.race([time(createInterface({ input: child.stderr })), exited]);
  child.kill('SIGKILL');
  await exited;
}

async function line(lines: AsyncIterable<string>, wanted: string): Promise<void> {
  for await (const each of lines) if (each === wanted) return;
}

/** Tries until a migration was killed in the middle. On a busy machine this test may be too late, and it has ended. */
async function inTime(wasKilled: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 20; tries += 1) if (await wasKilled()) return;
  throw new Error('every migration had ended before it was killed');
}
