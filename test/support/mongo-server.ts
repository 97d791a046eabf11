/**
 * A MongoDB server for tests, one per test file, with a storage directory of its own. In this order: the one at MONGODB_URL; `mongod` on
 * the PATH; SecantusDB, which speaks MongoDB's protocol, in a Python environment of the project's own (made once). Otherwise undefined,
 * and it is said why.
 */
import type { ChildProcess } from 'node:child_process';
import { execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { MongoClient } from 'mongodb';
import type { Test } from 'tap';
import { freePort } from '../../src/free-port.ts';
import { eventually } from './eventually.ts';

export interface MongoServer {
  /** The connection string of a database nobody else uses, dropped at the end of the test. */
  database(t: Test): string;
  /** Whether the test started it, so it can have it fail (`configureFailPoint`), kill it and start it again on the same data. */
  own: boolean;
  kill(): Promise<void>;
  restart(): Promise<void>;
}

const SECANTUS = 'secantusdb==0.7.0b3';
const ENVIRONMENT = join(process.cwd(), 'node_modules/.cache/pickmyclass-secantus');
const FIRST_PORT = 27_100;
const PORTS = 900;
const INSTALL_MS = 100_000;
const run = promisify(execFile);

/** `options`: of SecantusDB. Stopped when the test ends. */
export async function mongoServer(t: Test, options: string[] = []): Promise<MongoServer | undefined> {
  const given = process.env['MONGODB_URL'];
  if (given !== undefined && given !== '') return { ...databasesOf(given), own: false, kill: cannot, restart: cannot };
  const command = await findServer(t);
  if (command === undefined) return undefined;
  const storage = await mkdtemp(join(tmpdir(), 'pickmyclass-mongo-'));
  const port = await freePort(FIRST_PORT + Math.floor(Math.random() * PORTS), '127.0.0.1');
  let child: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    child = spawn(command.file, [...command.argumentsFor(port, storage), ...(command.isSecantus ? options : [])], { stdio: 'ignore' });
    await eventually(() => answers(`mongodb://127.0.0.1:${port}/?directConnection=true`));
  };
  const kill = async (): Promise<void> => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  };
  t.teardown(async () => {
    await kill();
    await rm(storage, { recursive: true, force: true });
  });
  await start();
  return { ...databasesOf(`mongodb://127.0.0.1:${port}`), own: true, kill, restart: start };
}

interface Command { file: string; isSecantus: boolean; argumentsFor(port: number, storage: string): string[] }

async function findServer(t: Test): Promise<Command | undefined> {
  const mongod = (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, 'mongod')).find((file) => existsSync(file));
  if (mongod !== undefined) {
    return {
      file: mongod, isSecantus: false,
      argumentsFor: (port, storage) => ['--port', String(port), '--dbpath', storage, '--bind_ip', '127.0.0.1', '--setParameter', 'enableTestCommands=1'],
    };
  }
  try {
    await provideSecantus();
  } catch (error) {
    t.comment(`NO MONGODB: set MONGODB_URL, or put mongod on the PATH, or let python3 install ${SECANTUS}: ${String(error).split('\n')[0]}`);
    return undefined;
  }
  return {
    file: join(ENVIRONMENT, 'bin/python'), isSecantus: true,
    argumentsFor: (port, storage) => ['-c', 'from secantus.cli import main; main()', '--port', String(port), '--storage-path', storage, '--enable-test-commands', '--log-level', 'ERROR'],
  };
}

/** Made beside its place and moved there: of test files that run at once one wins, the others use what it made. */
async function provideSecantus(): Promise<void> {
  if (existsSync(ENVIRONMENT)) return;
  const made = `${ENVIRONMENT}-${randomUUID()}`;
  try {
    await run('python3', ['-m', 'venv', made], { timeout: INSTALL_MS });
    await run(join(made, 'bin/python'), ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', SECANTUS], { timeout: INSTALL_MS });
    await rename(made, ENVIRONMENT).catch((error: unknown) => { if (!existsSync(ENVIRONMENT)) throw error; });
  } finally {
    await rm(made, { recursive: true, force: true });
  }
}

async function answers(url: string): Promise<boolean> {
  const client = new MongoClient(url, { serverSelectionTimeoutMS: 500 });
  try {
    await client.db('admin').command({ ping: 1 });
    return true;
  } catch {
    // Not yet: asked again.
    return false;
  } finally {
    await client.close();
  }
}

function databasesOf(url: string): Pick<MongoServer, 'database'> {
  return {
    database: (t) => {
      const [server, query = ''] = url.split('?');
      const own = `${server!.replace(/^(\w+(?:\+srv)?:\/\/[^/]+).*$/, '$1')}/pickmyclass-test-${randomUUID()}${query === '' ? '' : `?${query}`}`;
      t.teardown(() => drop(own));
      return own;
    },
  };
}

async function drop(url: string): Promise<void> {
  const client = new MongoClient(url, { serverSelectionTimeoutMS: 500 });
  // A server that the test has killed takes its data along.
  await client.db().dropDatabase().catch(() => undefined);
  await client.close();
}

async function cannot(): Promise<void> {
  throw new Error('a server that others may use is left alone');
}
