/** Watches with when what they cover was, and will be, looked at. */
import type { Watch } from '../domain/watch.ts';
import type { SectionStore } from '../store/sections.ts';

export interface SeenWatch extends Watch {
  /** The newest sure look at a section that it covers. ISO instant; null: there was none. */
  checkedAt: string | null;
  /** The next look. ISO instant; null: none is planned. */
  nextCheckAt: string | null;
}

export async function seenWatches(sections: Pick<SectionStore, 'known'>, watches: Watch[]): Promise<SeenWatch[]> {
  const rows = await sections.known([...new Set(watches.flatMap(({ covers }) => covers))]);
  const known = new Map(rows.map((row) => [row.section, row]));
  return watches.map((watch) => {
    const covered = watch.covers.flatMap((section) => known.get(section) ?? []);
    const checked = covered.flatMap(({ state }) => (state === null ? [] : Date.parse(state.checkedAt)));
    const next = watch.paused ? [] : covered.flatMap(({ dueAt }) => dueAt ?? []);
    return {
      ...watch,
      checkedAt: checked.length === 0 ? null : new Date(Math.max(...checked)).toISOString(),
      nextCheckAt: next.length === 0 ? null : new Date(Math.min(...next)).toISOString(),
    };
  });
}
