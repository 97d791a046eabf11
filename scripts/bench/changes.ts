/**
 * What it costs the embedded store to tell a client what it has missed, whatever the store holds besides.
 * Run: npx tsc && node dist/scripts/bench/changes.js
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { SectionState } from '../../src/domain/section.ts';
import { createSqliteStore } from '../../src/store/sqlite/threaded-store.ts';
import { BATCH, commitOf, keyAt } from './looks.ts';

const SIZES = [1_000, 100_000];
const ROUNDS = 200;
const SUBSCRIBED = 10;
/** All that the smaller store holds: the answers are the same. */
const MISSED = 1_000;
const PAGE = 500;
/** Sections that change again and again. */
const SECTIONS = 500;

const clock = { ms: Date.now(), now: (): number => clock.ms };

for (const size of SIZES) {
  const directory = await mkdtemp(join(tmpdir(), 'pickmyclass-bench-'));
  const store = createSqliteStore(join(directory, 'store.db'), clock);
  await store.open();
  const states = new Map<number, SectionState>();
  let changes = 0;
  for (let round = 0; changes < size; round += 1) {
    const commits = Array.from({ length: SECTIONS }, (_, index) =>
      commitOf(index, states.get(index) ?? null, 150 + (round % 2), clock.ms),
    );
    // Discovered first; after that each round takes and writes them.
    if (round > 0)
      await store.sections.claim('asu', { sections: commits.map(({ section }) => section) }, 'bench', 60_000);
    for (let start = 0; start < commits.length; start += BATCH)
      changes += (await store.sections.commit('bench', commits.slice(start, start + BATCH))).changes.length;
    for (const [index, { state }] of commits.entries()) states.set(index, state!);
  }
  const latest = Number(await store.changes.latestCursor());
  const sections = Array.from({ length: SUBSCRIBED }, (_, index) => keyAt(index));
  const measure = async (what: string, work: () => Promise<unknown>): Promise<void> => {
    await work();
    const start = performance.now();
    for (let round = 0; round < ROUNDS; round += 1) await work();
    process.stdout.write(
      `${String(changes).padStart(7)} changes   ${what.padEnd(48)} ${((performance.now() - start) / ROUNDS).toFixed(3).padStart(8)} ms\n`,
    );
  };
  await measure(`${SUBSCRIBED} sections since ${MISSED} changes ago`, () =>
    store.changes.since(String(latest - MISSED), sections, PAGE),
  );
  await measure(`${SUBSCRIBED} sections since the newest change`, () =>
    store.changes.since(String(latest), sections, PAGE),
  );
  await measure('the oldest two changes of a section', () => store.changes.history(sections[0]!, null, 2));
  await store.close();
  await rm(directory, { recursive: true });
}
