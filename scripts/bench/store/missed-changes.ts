/** The changes that a client has missed, in a small store and in a large one. */
import { join } from 'node:path';
import type { SectionState } from '../../../src/domain/section.ts';
import { createSqliteStore } from '../../../src/store/sqlite/threaded-store.ts';
import type { Store } from '../../../src/store/store.ts';
import type { Bench, Figures } from '../benchmark.ts';
import { timeOf } from '../cost.ts';
import { commitOf, keyAt } from '../looks.ts';
import { LEASE_MS } from '../setting.ts';

const SUBSCRIBED = 10;
const PAGE = 500;
/** Sections that change again and again. */
const CHANGING = 500;
const CALLS = 50;

/** `stored`: how many changes each store holds. A client has missed as many as the first one holds. */
export async function missedChanges(bench: Bench, folder: string, stored: readonly number[], rounds: number) {
  const stores = await Promise.all(stored.map((size) => filled(join(folder, `changes-${size}.db`), size)));
  const sections = Array.from({ length: SUBSCRIBED }, (_, index) => keyAt(index));
  const contenders = stores.map((store, nth) => {
    const measure = async (): Promise<Figures> => {
      const latest = Number(await store.changes.latestCursor());
      const per = async (work: () => Promise<unknown>): Promise<number> => {
        const { ms } = await timeOf(async () => {
          for (let call = 0; call < CALLS; call += 1) await work();
        });
        return ms / CALLS;
      };
      return {
        [`ms, since ${stored[0]} changes ago`]: await per(() =>
          store.changes.since(String(Math.max(0, latest - stored[0]!)), sections, PAGE),
        ),
        'ms, since the newest': await per(() => store.changes.since(String(latest), sections, PAGE)),
        'ms, the oldest two of a section': await per(() => store.changes.history(sections[0]!, null, 2)),
      };
    };
    return [`${stored[nth]!.toLocaleString('en')} changes stored`, measure] as const;
  });
  await bench.compare({
    title: `SQLite: the changes of ${SUBSCRIBED} sections that a client has missed`,
    rounds,
    contenders: Object.fromEntries(contenders),
  });
  for (const store of stores) await store.close();
}

async function filled(file: string, size: number): Promise<Store> {
  const clock = { now: () => Date.now() };
  const store = createSqliteStore(file, clock);
  await store.open();
  const states: (SectionState | null)[] = Array.from({ length: CHANGING }, () => null);
  for (let changes = 0, round = 0; changes < size; round += 1) {
    const commits = states.map((state, index) => commitOf(index, state, 150 + (round % 2), Date.now()));
    // The first round discovers the sections. Later rounds claim them first.
    if (round > 0)
      await store.sections.claim('asu', { sections: commits.map(({ section }) => section) }, 'bench', LEASE_MS);
    changes += (await store.sections.commit('bench', commits)).changes.length;
    for (const [index, { state }] of commits.entries()) states[index] = state;
  }
  return store;
}
