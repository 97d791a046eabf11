/**
 * The cost of a cycle of 25,000 watches for the embedded store, and how long it blocks the main thread.
 * Run: npx tsc && node dist/scripts/bench/store.js
 */
import { join } from 'node:path';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import type { SectionCommit } from '../../src/store/sections.ts';
import { WHOLE } from '../../src/store/sections.ts';
import { createSqliteStore } from '../../src/store/sqlite/threaded-store.ts';
import { BATCH, commitOf, COURSES, INTERVAL_MS, keyAt, numberOf } from './looks.ts';
import { inFolder, LEASE_MS, say, SECTIONS, WATCHERS } from './setting.ts';
import { addWatches } from './watched-store.ts';

const OPENINGS = 300;

/** Prints how long `work` took, and how long it blocked the event loop at most. */
async function measure<Result>(what: string, work: () => Promise<Result>): Promise<Result> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await setTimeout(10); // its first tick only sets the mark
  const start = performance.now();
  const result = await work();
  const ms = performance.now() - start;
  await setTimeout(10);
  delay.disable();
  const blockedMs = (delay.max / 1e6).toFixed(0).padStart(3);
  say(`${what.padEnd(58)} ${ms.toFixed(0).padStart(6)} ms   main thread blocked for at most ${blockedMs} ms`);
  return result;
}

await inFolder(async (folder) => {
  const clock = { ms: Date.now(), now: (): number => clock.ms };
  const store = createSqliteStore(join(folder, 'store.db'), clock);
  await store.open();
  const commitAll = async (commits: SectionCommit[]): Promise<void> => {
    for (let start = 0; start < commits.length; start += BATCH) {
      const { lost } = await store.sections.commit('bench', commits.slice(start, start + BATCH));
      if (lost.length > 0) throw new Error(`${lost.length} sections were lost`);
    }
  };

  const numbers = Array.from({ length: SECTIONS }, (_, index) => index);
  await measure(`${SECTIONS} sections of ${COURSES} courses seen for the first time`, () =>
    commitAll(numbers.map((index) => commitOf(index, null, 150, clock.ms))),
  );
  await measure(`${SECTIONS * WATCHERS} watches, each durable by itself`, () =>
    addWatches(store, { sections: numbers.map(keyAt), watchers: WATCHERS, kinds: ['opened'], dueInMs: INTERVAL_MS }),
  );

  clock.ms += INTERVAL_MS;
  const claimed = await measure(`claim of ${SECTIONS} due sections with their states`, () =>
    store.sections.claim('asu', { due: true, limit: SECTIONS, aheadMs: 0, share: WHOLE }, 'bench', LEASE_MS),
  );
  if (claimed.length !== SECTIONS) throw new Error(`claimed ${claimed.length}`);
  // Every look finds another number of seats; the first ones find an open seat.
  const commits = claimed.map(({ state, classNumber }, position) =>
    commitOf(numberOf(classNumber), state, position < OPENINGS ? 149 : 151, clock.ms),
  );
  const changes = commits.flatMap((commit) => commit.changes).length;
  await measure(`commit of ${SECTIONS} looks, ${BATCH} at a time`, () => commitAll(commits));
  await measure(`fan-out of ${OPENINGS} openings among ${changes} changes`, () =>
    store.notifications.fanOut(['email'], 0),
  );
  const pending = await measure('claim of their notifications', () =>
    store.notifications.claim('email', 'bench', LEASE_MS, SECTIONS),
  );
  if (pending.length !== OPENINGS * WATCHERS) throw new Error(`${pending.length} notifications`);
  await measure(`recording ${pending.length} sent notifications, each durable by itself`, async () => {
    for (const { id } of pending) await store.notifications.record('bench', [{ id, outcome: 'sent' }]);
  });
  await measure('search of all sections', () => store.sections.search('asu', '2267', 'data struct', 50));
  await measure('one page of 1000 states', () => store.sections.page(null, 1_000));
  await store.close();
});
