/**
 * How long it takes to move a store of 25,000 watches to another file, to a MongoDB and back, and how much memory.
 * Run: npx tsc && node dist/scripts/bench/migrate.js mongodb://127.0.0.1:27017/an-empty-database (Linux)
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { systemClock } from '../../src/runtime/index.ts';
import { createSqliteStore } from '../../src/store/sqlite/threaded-store.ts';
import { BATCH, commitOf, keyAt, LEASE_MS, SECTIONS } from './looks.ts';
import { prepareStore } from './watched-store.ts';

const CLI = fileURLToPath(new URL('../../src/cli.js', import.meta.url));
const WATCHERS = 4;
/** Of 150 seats taken in one look after the other: an opening in every third. */
const LOOKS = [150, 151, 149];
const MEMORY_EVERY_MS = 100;

const [shared] = process.argv.slice(2);
if (shared === undefined) throw new Error('give the URL of an empty database, mongodb://…');
const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const folder = await mkdtemp(join(tmpdir(), 'pickmyclass-bench-'));
const file = join(folder, 'pickmyclass.db');
try {
  say(`machine: ${availableParallelism()} cores, Node ${process.version}, load ${loadavg()[0]!.toFixed(1)}`);
  const keys = Array.from({ length: SECTIONS }, (_, index) => keyAt(index));
  await prepareStore(folder, keys, WATCHERS);
  await lookAround(keys);
  say(await migrate(`sqlite:${file}`, `sqlite:${file}.copy`));
  say(await migrate(`sqlite:${file}`, shared));
  say(await migrate(shared, `sqlite:${file}.back`));
} finally {
  await rm(folder, { recursive: true });
}

/** Gives every section a state and some history, and its students their notifications. */
async function lookAround(keys: string[]): Promise<void> {
  const store = createSqliteStore(file, systemClock);
  await store.open();
  for (const enrolled of LOOKS) {
    for (let start = 0; start < keys.length; start += BATCH) {
      const claimed = await store.sections.claim(
        'asu',
        { sections: keys.slice(start, start + BATCH) },
        'bench',
        LEASE_MS,
      );
      await store.sections.commit(
        'bench',
        claimed.map(({ classNumber, state }) => commitOf(Number(classNumber) - 10_000, state, enrolled, Date.now())),
      );
    }
  }
  await store.notifications.fanOut(['email'], 0);
  await store.close();
}

async function migrate(from: string, to: string): Promise<string> {
  const start = performance.now();
  const child = spawn(process.execPath, [CLI, 'migrate', '--from', from, '--to', to], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let peak = '';
  const watching = setInterval(() => {
    // Gone with the process.
    void readFile(`/proc/${child.pid}/status`, 'utf8').then(
      (status) => {
        peak = /VmHWM:\s+(\d+)/.exec(status)?.[1] ?? peak;
      },
      () => {},
    );
  }, MEMORY_EVERY_MS);
  const [table, [code]] = await Promise.all([text(child.stdout), once(child, 'exit') as Promise<[number]>]);
  clearInterval(watching);
  const seconds = ((performance.now() - start) / 1_000).toFixed(1);
  return `${from.split(':')[0]} to ${to.split(':')[0]}: ${seconds} s, at most ${Math.round(Number(peak) / 1_024)} MB, exit ${code}\n${table}`;
}
