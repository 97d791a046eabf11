/**
 * The guard of one institution. A look that shows something odd, which rarely happens to many sections at once, waits
 * here until it is clear whether it is a mass change. Pure; times are monotonic milliseconds.
 */
import type { Extent, MassChangeRule, Odd, OddKind } from '../../domain/mass-change.ts';
import { isMassChange, secondLookInMs } from '../../domain/mass-change.ts';

interface Held<Look> {
  look: Look;
  odd: Odd[];
  ripeAtMs: number;
}

/** How many of the due sections were seen, and since when odd results are counted. */
export type Surroundings = Pick<Extent, 'progress' | 'parts'> & { sinceMs: number };

export interface Word<Look> {
  /** Looks to write. */
  commit: Look[];
  /** Looks to repeat after `afterMs` milliseconds. Only what the second look confirms is written. */
  again: { look: Look; odd: Odd[]; afterMs: number }[];
}

/**
 * How long a look of a pass waits at most for other looks to show whether many sections changed. Openings wait only
 * briefly, because students wait for seats.
 */
const HOLD_MS = { opened: 500, others: 60_000 };
/** Share of the interval: odd results within it count as one event, because one pass covers that much. */
const WINDOW_SHARE = 0.25;

export class Guard<Look> {
  readonly #rule: MassChangeRule;
  readonly #intervalMs: number;
  #held: Held<Look>[] = [];
  /** By kind: when each section last showed it. */
  readonly #shown: Record<OddKind, Map<string, number>> = {
    opened: new Map(),
    absent: new Map(),
    gone: new Map(),
    listed: new Map(),
  };

  constructor(rule: MassChangeRule, intervalMs: number) {
    this.#rule = rule;
    this.#intervalMs = intervalMs;
  }

  /** Number of held looks. */
  get size(): number {
    return this.#held.length;
  }

  /** Holds a look. `waits`: wait for others of the pass; false if somebody waits for the answer. */
  hold(look: Look, odd: Odd[], nowMs: number, waits: boolean): void {
    this.#held.push({ look, odd, ripeAtMs: waits ? nowMs + (isLong(odd) ? HOLD_MS.others : HOLD_MS.opened) : nowMs });
    for (const { section, kind } of odd) this.#shown[kind].set(section, nowMs);
  }

  /** Returns the milliseconds until the next held look is decided; null if none is held. */
  wordInMs(nowMs: number, over: boolean): number | null {
    if (this.#held.length === 0) return null;
    return over ? 0 : Math.max(0, Math.min(...this.#held.map(({ ripeAtMs }) => ripeAtMs)) - nowMs);
  }

  /** Returns whether the decision depends on the number of watched sections. */
  mustCount(nowMs: number, surroundings: Surroundings): boolean {
    return this.#massKinds(nowMs, surroundings, 0).join() !== this.#massKinds(nowMs, surroundings, null).join();
  }

  /**
   * Decides about the looks that have waited long enough, and removes them from the guard. `watched` as in
   * `isMassChange`.
   */
  word(nowMs: number, surroundings: Surroundings, watched: number | null): Word<Look> {
    const over = surroundings.progress === null;
    const ripe = this.#held.filter(({ ripeAtMs }) => over || ripeAtMs <= nowMs);
    this.#held = this.#held.filter((held) => !ripe.includes(held));
    const mass = this.#massKinds(nowMs, surroundings, watched);
    const word: Word<Look> = { commit: [], again: [] };
    for (const { look, odd } of ripe) {
      const doubted = mass.filter((kind) => odd.some((each) => each.kind === kind));
      if (doubted.length === 0) word.commit.push(look);
      else
        word.again.push({
          look,
          odd,
          afterMs: Math.max(...doubted.map((kind) => secondLookInMs(kind, this.#intervalMs))),
        });
    }
    return word;
  }

  #massKinds(nowMs: number, { sinceMs, ...extent }: Surroundings, watched: number | null): OddKind[] {
    const since = Math.min(sinceMs, nowMs - WINDOW_SHARE * this.#intervalMs);
    return (Object.keys(this.#shown) as OddKind[]).filter((kind) => {
      const shown = this.#shown[kind];
      for (const [section, atMs] of shown) if (atMs < since) shown.delete(section);
      return isMassChange({ shown: shown.size, ...extent }, watched, this.#rule);
    });
  }
}

/** Returns whether a look may wait for longer than a moment, because it shows no opening that students wait for. */
export function isLong(odd: readonly Odd[]): boolean {
  return odd.every(({ kind }) => kind !== 'opened');
}
