/** A MongoDB server for tests: the one at MONGODB_URL, else one per test file, with its own storage directory. */
import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import type { Test } from 'tap';
import { removeAtEnd, startProcess } from '../../scripts/start-process.ts';
import { findMongo } from './mongo-command.ts';
import { listening, testPort } from './test-port.ts';

/** A test, or a benchmark that ends what it has started. */
export type Owner = Pick<Test, 'teardown' | 'comment'>;

export interface MongoServer {
  /** The connection string of a new database that only this test uses. It is dropped at the end of the test. */
  database(t: Owner): string;
  /**
   * Whether the test started the server. Then it can make it fail (`configureFailPoint`), kill it, and start it again
   * on the same data.
   */
  own: boolean;
  kill(): Promise<void>;
  /** It answers nothing, and its connections stay open, until the returned function is called. */
  freeze(): () => void;
  /** Stops it cleanly if it runs, and starts it with these options, such as `--auth`. */
  restart(...options: string[]): Promise<void>;
}

const PATIENCE_MS = 60_000;

/** Stopped when the test ends. Returns undefined, and prints why, when there is no server. */
export async function mongoServer(t: Owner): Promise<MongoServer | undefined> {
  const given = process.env['MONGODB_URL'];
  if (given !== undefined && given !== '')
    return { ...databasesOf(given), own: false, kill: cannot, freeze: cannot, restart: cannot };
  const command = findMongo();
  if (command === undefined) {
    t.comment('NO MONGODB: set MONGODB_URL, or let "npm test" provide one, which says why it could not');
    return undefined;
  }
  const storage = await mkdtemp(join(tmpdir(), 'pickmyclass-mongo-'));
  removeAtEnd(storage);
  const port = await testPort();
  let child: ChildProcess | undefined;
  const start = async (...more: string[]): Promise<void> => {
    child = startProcess(command.file, [...command.argumentsFor(port, storage), ...more], { stdio: 'ignore' });
    await listening(child, port);
    await pinged(`mongodb://127.0.0.1:${port}/?directConnection=true`);
  };
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  };
  const kill = (): Promise<void> => end('SIGKILL');
  const freeze = () => {
    const frozen = child!;
    frozen.kill('SIGSTOP');
    return () => void frozen.kill('SIGCONT');
  };
  const restart = async (...more: string[]): Promise<void> => {
    await end('SIGTERM');
    await start(...more);
  };
  t.teardown(async () => {
    await kill();
    await rm(storage, { recursive: true, force: true });
  });
  await start();
  return { ...databasesOf(`mongodb://127.0.0.1:${port}`), own: true, kill, freeze, restart };
}

/** A server accepts connections before it answers. */
async function pinged(url: string): Promise<void> {
  const client = new MongoClient(url, { serverSelectionTimeoutMS: PATIENCE_MS });
  try {
    await client.db('admin').command({ ping: 1 });
  } finally {
    await client.close();
  }
}

function databasesOf(url: string): Pick<MongoServer, 'database'> {
  return {
    database: (t) => {
      const [server, query = ''] = url.split('?');
      const host = server!.replace(/^(\w+(?:\+srv)?:\/\/[^/]+).*$/, '$1');
      const own = `${host}/pickmyclass-test-${randomUUID()}${query === '' ? '' : `?${query}`}`;
      t.teardown(() => drop(own));
      return own;
    },
  };
}

async function drop(url: string): Promise<void> {
  const client = new MongoClient(url, { serverSelectionTimeoutMS: 500 });
  // If the test has killed its server, the data is gone already.
  await client
    .db()
    .dropDatabase()
    .catch(() => undefined);
  await client.close();
}

function cannot(): never {
  throw new Error('a server that others may use is left alone');
}
