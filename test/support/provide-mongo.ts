/**
 * Provides a MongoDB server for tests, once, before the tests run: the real one as a download, else SecantusDB from
 * PyPI.
 */
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { reasonOf } from '../../src/runtime/index.ts';
import { DOWNLOAD, findMongo, INSTALLED, SECANTUS } from './mongo-command.ts';

const SECANTUS_PACKAGE = 'secantusdb==0.7.0b3';
const DOWNLOADER = fileURLToPath(new URL('./download-mongod.js', import.meta.url));
const DOWNLOAD_MS = 20_000;
const INSTALL_MS = 100_000;
const run = promisify(execFile);

export interface Provision {
  /** Reports what takes a while and what failed. */
  say: (line: string) => void;
  /** Installs packages of the operating system, where that is possible. */
  installPackages: (...names: string[]) => void;
  /** A folder to use instead of `INSTALLED`. */
  installed?: string;
  /** Time limit of the download, in milliseconds. */
  downloadMs?: number;
}

/**
 * Does nothing if MONGODB_URL names a server. Never rejects: without a server, it says so and the tests that need one
 * are skipped.
 */
export async function provideMongo({
  say,
  installPackages,
  installed = INSTALLED,
  downloadMs = DOWNLOAD_MS,
}: Provision): Promise<void> {
  const isGiven = (process.env['MONGODB_URL'] ?? '') !== '';
  if (isGiven || findMongo(installed) !== undefined) return;
  const tried: string[] = [];
  const attempt = async (what: string, place: string, make: (folder: string) => Promise<void>): Promise<boolean> => {
    say(`No MongoDB is here for the tests; trying ${what} …`);
    return makeBeside(installed, place, make).then(
      () => true,
      (error: unknown) => {
        tried.push(`${what}: ${reasonOf(error).trim().split('\n').at(-1)}`);
        return false;
      },
    );
  };
  // CI must run the same way every time, and a download of 80 MB does not.
  if (
    (process.env['CI'] ?? '') === '' &&
    (await attempt('a download', DOWNLOAD, (folder) => download(folder, downloadMs)))
  )
    return;
  if (await attempt(SECANTUS_PACKAGE, SECANTUS, (folder) => installSecantus(folder, installPackages))) return;
  say(
    `TESTS ON MONGODB WILL BE SKIPPED: set MONGODB_URL, or put mongod on the PATH, or let python3 install ` +
      `${SECANTUS_PACKAGE}. (${tried.join('; ')})`,
  );
}

/**
 * Makes it beside its final place and moves it there when complete, so that nothing half made is ever found. If two
 * processes do so at once, one wins.
 */
async function makeBeside(installed: string, name: string, make: (folder: string) => Promise<void>): Promise<void> {
  const place = join(installed, name);
  const made = `${place}-${randomUUID()}`;
  try {
    await mkdir(installed, { recursive: true });
    await make(made);
    // An installation that exists but does not work is broken, such as an environment whose python3 is gone.
    if (findMongo(installed) === undefined) await rm(place, { recursive: true, force: true });
    await rename(made, place).catch((error: unknown) => {
      if (findMongo(installed) === undefined) throw error;
    });
  } finally {
    await rm(made, { recursive: true, force: true });
  }
}

/**
 * Runs in a separate process, so that it ends at the limit in any case. By default, the package does not check
 * certificates.
 */
async function download(folder: string, timeout: number): Promise<void> {
  const env = { MONGOMS_MAX_RETRIES: '1', ...process.env, npm_config_strict_ssl: 'true' };
  await run(process.execPath, [DOWNLOADER, folder], { env, timeout, killSignal: 'SIGKILL' }).catch((error: unknown) => {
    throw error instanceof Error && 'killed' in error && error.killed === true
      ? new Error(`not there within ${timeout / 1_000} s`)
      : error;
  });
}

async function installSecantus(folder: string, installPackages: Provision['installPackages']): Promise<void> {
  await run('python3', ['-c', 'import ensurepip']).catch(() => {
    installPackages('python3-venv');
  });
  await run('python3', ['-m', 'venv', folder], { timeout: INSTALL_MS });
  await run(
    join(folder, 'bin/python'),
    ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', SECANTUS_PACKAGE],
    { timeout: INSTALL_MS },
  );
}
