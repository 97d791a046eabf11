/**
 * What it costs the embedded store to return the changes that a client has missed, in a small store and in a large one.
 * Run: npx tsc && node dist/scripts/bench/changes.js
 */
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { SectionState } from '../../src/domain/section.ts';
import { createSqliteStore } from '../../src/store/sqlite/threaded-store.ts';
import type { Store } from '../../src/store/store.ts';
import { BATCH, commitOf, keyAt } from './looks.ts';
import { inFolder, LEASE_MS, say } from './setting.ts';

const SIZES = [1_000, 100_000];
const ROUNDS = 200;
const SUBSCRIBED = 10;
/** Everything that the small store holds, so that both stores give the same answers. */
const MISSED = 1_000;
const PAGE = 500;
/** Sections that change again and again. */
const CHANGING = 500;

const clock = { ms: Date.now(), now: (): number => clock.ms };

for (const size of SIZES) {
  await inFolder(async (folder) => {
    const store = createSqliteStore(join(folder, 'store.db'), clock);
    await store.open();
    const changes = await fill(store, size);
    const latest = Number(await store.changes.latestCursor());
    const sections = Array.from({ length: SUBSCRIBED }, (_, index) => keyAt(index));
    const measure = async (what: string, work: () => Promise<unknown>): Promise<void> => {
      await work();
      const start = performance.now();
      for (let round = 0; round < ROUNDS; round += 1) await work();
      const ms = ((performance.now() - start) / ROUNDS).toFixed(3);
      say(`${String(changes).padStart(7)} changes   ${what.padEnd(48)} ${ms.padStart(8)} ms`);
    };
    await measure(`${SUBSCRIBED} sections since ${MISSED} changes ago`, () =>
      store.changes.since(String(latest - MISSED), sections, PAGE),
    );
    await measure(`${SUBSCRIBED} sections since the newest change`, () =>
      store.changes.since(String(latest), sections, PAGE),
    );
    await measure('the oldest two changes of a section', () => store.changes.history(sections[0]!, null, 2));
    await store.close();
  });
}

/** Changes sections until the store holds `size` changes. Returns how many it holds. */
async function fill(store: Store, size: number): Promise<number> {
  const states = new Map<number, SectionState>();
  let changes = 0;
  for (let round = 0; changes < size; round += 1) {
    const commits = Array.from({ length: CHANGING }, (_, index) =>
      commitOf(index, states.get(index) ?? null, 150 + (round % 2), clock.ms),
    );
    // The first round discovers the sections. Later rounds claim them first.
    if (round > 0)
      await store.sections.claim('asu', { sections: commits.map(({ section }) => section) }, 'bench', LEASE_MS);
    for (let start = 0; start < commits.length; start += BATCH)
      changes += (await store.sections.commit('bench', commits.slice(start, start + BATCH))).changes.length;
    for (const [index, { state }] of commits.entries()) states.set(index, state!);
  }
  return changes;
}
