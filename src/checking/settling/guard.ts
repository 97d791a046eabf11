/**
 * The guard of one institution: looks that show what many sections seldom do at once wait here until it is clear
 * whether many do, be they of a pass or for a visitor. Pure; times are monotonic milliseconds.
 */
import type { Extent, MassChangeRule, Odd, OddKind } from '../../domain/mass-change.ts';
import { isMassChange, secondLookInMs } from '../../domain/mass-change.ts';

interface Held<Look> {
  look: Look;
  odd: Odd[];
  ripeAtMs: number;
}

/** How much of what is due has been seen, and since when what was shown is counted. */
export type Surroundings = Pick<Extent, 'progress' | 'parts'> & { sinceMs: number };

export interface Word<Look> {
  /** To be written. */
  commit: Look[];
  /** To be looked at again after so long, and written as far as that look agrees. */
  again: { look: Look; odd: Odd[]; afterMs: number }[];
}

/**
 * A look of a pass waits at most this long for others to show whether many sections changed: shortly when a student
 * waits for a seat.
 */
const HOLD_MS = { opened: 500, others: 60_000 };
/** Of the interval: what is shown within it counts as shown at once, for so much is passed over together. */
const WINDOW_SHARE = 0.25;

export class Guard<Look> {
  readonly #rule: MassChangeRule;
  readonly #intervalMs: number;
  #held: Held<Look>[] = [];
  /** When each section last showed it. */
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

  /** Looks that are held. */
  get size(): number {
    return this.#held.length;
  }

  /** `waits`: others may still show more; somebody who waits for the answer is not kept waiting for that. */
  hold(look: Look, odd: Odd[], nowMs: number, waits: boolean): void {
    this.#held.push({ look, odd, ripeAtMs: waits ? nowMs + (isLong(odd) ? HOLD_MS.others : HOLD_MS.opened) : nowMs });
    for (const { section, kind } of odd) this.#shown[kind].set(section, nowMs);
  }

  /** Milliseconds until there is a word on a held look; null: none is held. */
  wordInMs(nowMs: number, over: boolean): number | null {
    if (this.#held.length === 0) return null;
    return over ? 0 : Math.max(0, Math.min(...this.#held.map(({ ripeAtMs }) => ripeAtMs)) - nowMs);
  }

  /** Whether the word depends on how many sections are watched. */
  mustCount(nowMs: number, surroundings: Surroundings): boolean {
    return this.#massKinds(nowMs, surroundings, 0).join() !== this.#massKinds(nowMs, surroundings, null).join();
  }

  /**
   * The word on what has waited long enough. Each look named is in the caller's hands again. `watched` as in
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

/** Whether a look that shows this may wait for others for longer than a moment: nobody waits for a seat. */
export function isLong(odd: readonly Odd[]): boolean {
  return odd.every(({ kind }) => kind !== 'opened');
}
