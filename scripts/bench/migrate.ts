/**
 * How long it takes to move a store of 25,000 watches to another file, to a MongoDB and back, and how much memory.
 * Run: npx tsc && node dist/scripts/bench/migrate.js mongodb://127.0.0.1:27017/an-empty-database (Linux)
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { text } from 'node:stream/consumers';
import { systemClock } from '../../src/runtime/index.ts';
import { createSqliteStore } from '../../src/store/sqlite/threaded-store.ts';
import { BATCH, commitOf, keyAt, numberOf } from './looks.ts';
import { CLI, inFolder, LEASE_MS, machine, say, SECTIONS, WATCHERS } from './setting.ts';
import { prepareStore } from './watched-store.ts';

/** How many of 150 seats are taken in one look after the other: the third one is an opening. */
const LOOKS = [150, 151, 149];
const MEMORY_EVERY_MS = 100;

const [shared] = process.argv.slice(2);
if (shared === undefined) throw new Error('give the URL of an empty database, mongodb://…');

await inFolder(async (folder) => {
  const file = join(folder, 'pickmyclass.db');
  say(`machine: ${machine()}`);
  const keys = Array.from({ length: SECTIONS }, (_, index) => keyAt(index));
  await prepareStore(folder, keys, WATCHERS);
  await look(file, keys);
  say(await migrate(`sqlite:${file}`, `sqlite:${file}.copy`));
  say(await migrate(`sqlite:${file}`, shared));
  say(await migrate(shared, `sqlite:${file}.back`));
});

/** Gives every section a state and some history, and its students their notifications. */
async function look(file: string, keys: string[]): Promise<void> {
  const store = createSqliteStore(file, systemClock);
  await store.open();
  for (const enrolled of LOOKS) {
    for (let start = 0; start < keys.length; start += BATCH) {
      const sections = keys.slice(start, start + BATCH);
      const claimed = await store.sections.claim('asu', { sections }, 'bench', LEASE_MS);
      await store.sections.commit(
        'bench',
        claimed.map(({ classNumber, state }) => commitOf(numberOf(classNumber), state, enrolled, Date.now())),
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
    // The file disappears with the process.
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
  const [source, target] = [from, to].map((url) => url.split(':')[0]);
  const mb = Math.round(Number(peak) / 1_024);
  return `${source} to ${target}: ${seconds} s, at most ${mb} MB, exit ${code}\n${table}`;
}
