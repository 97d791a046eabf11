/**
 * What a cycle of 25,000 watches costs the embedded store, and how long it holds up the main thread.
 * Run: npx tsc && node dist/scripts/bench/store.js
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import type { SectionCommit } from '../../src/store/sections.ts';
import { WHOLE } from '../../src/store/sections.ts';
import { createSqliteStore } from '../../src/store/sqlite/threaded-store.ts';
import { BATCH, commitOf, COURSES, INTERVAL_MS, keyAt, LEASE_MS, SECTIONS } from './looks.ts';

const STUDENTS = 2_500;
const WATCHES_EACH = 10;
const OPENINGS = 300;

const clock = { ms: Date.now(), now: (): number => clock.ms };
const directory = await mkdtemp(join(tmpdir(), 'pickmyclass-bench-'));
const store = createSqliteStore(join(directory, 'store.db'), clock);
await store.open();

/** Times `work` and the longest hold-up of the event loop meanwhile. */
async function measure<Result>(what: string, work: () => Promise<Result>): Promise<Result> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await setTimeout(10); // Its first tick only sets the mark.
  const start = performance.now();
  const result = await work();
  const ms = performance.now() - start;
  await setTimeout(10);
  delay.disable();
  process.stdout.write(
    `${what.padEnd(58)} ${ms.toFixed(0).padStart(6)} ms   main thread held up at most ${(delay.max / 1e6).toFixed(0).padStart(3)} ms\n`,
  );
  return result;
}

async function commitAll(commits: SectionCommit[]): Promise<void> {
  for (let start = 0; start < commits.length; start += BATCH) {
    const { lost } = await store.sections.commit('bench', commits.slice(start, start + BATCH));
    if (lost.length > 0) throw new Error(`${lost.length} sections were lost`);
  }
}

const numbers = Array.from({ length: SECTIONS }, (_, index) => index);
await measure(`${SECTIONS} sections of ${COURSES} courses seen for the first time`, () =>
  commitAll(numbers.map((index) => commitOf(index, null, 150, clock.ms))),
);

await measure(`${STUDENTS * WATCHES_EACH} watches, each durable by itself`, async () => {
  for (let student = 0; student < STUDENTS; student += 1) {
    await store.accounts.addSignIn(`token ${student}`, `student-${student}@example.edu`, LEASE_MS);
    const user = await store.accounts.signIn(`token ${student}`, `session ${student}`, LEASE_MS);
    await Promise.all(
      Array.from({ length: WATCHES_EACH }, (_, index) =>
        store.watches.add(
          user!.id,
          keyAt((student * WATCHES_EACH + index) % SECTIONS),
          ['opened'],
          true,
          WATCHES_EACH,
          INTERVAL_MS,
        ),
      ),
    );
  }
});

clock.ms += INTERVAL_MS;
const claimed = await measure(`claim of ${SECTIONS} due sections with their states`, () =>
  store.sections.claim('asu', { due: true, limit: SECTIONS, aheadMs: 0, share: WHOLE }, 'bench', LEASE_MS),
);
if (claimed.length !== SECTIONS) throw new Error(`claimed ${claimed.length}`);
// Every look finds another number of seats, the first ones a free one.
const commits = claimed.map(({ state, classNumber }, position) =>
  commitOf(Number(classNumber) - 10_000, state, position < OPENINGS ? 149 : 151, clock.ms),
);
await measure(`commit of ${SECTIONS} looks, ${BATCH} at a time`, () => commitAll(commits));
await measure(`fan-out of ${OPENINGS} openings among ${commits.flatMap(({ changes }) => changes).length} changes`, () =>
  store.notifications.fanOut(['email'], 0),
);
const pending = await measure('claim of their notifications', () =>
  store.notifications.claim('email', 'bench', LEASE_MS, SECTIONS),
);
if (pending.length !== (OPENINGS * STUDENTS * WATCHES_EACH) / SECTIONS)
  throw new Error(`${pending.length} notifications`);
await measure(`settling ${pending.length} notifications, each durable by itself`, async () => {
  for (const { id } of pending) await store.notifications.settle('bench', [{ id, outcome: 'sent' }]);
});
await measure('search of all sections', () => store.sections.search('asu', '2267', 'data struct', 50));
await measure('one page of 1000 states', () => store.sections.page(null, 1_000));

await store.close();
await rm(directory, { recursive: true });
