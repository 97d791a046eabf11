/** What a replay caught of the openings, and how late. */
import type { Figures } from '../benchmark.ts';
import type { Opening, Series } from './series.ts';

export interface Outcome {
  openings: number;
  /** Milliseconds from each caught opening to the look that saw it, in ascending order. */
  lateness: number[];
  requests: number;
}

/** Collects what looks see. */
export class Catch {
  requests = 0;
  readonly #series: Series;
  readonly #lateness: number[] = [];
  /** Openings that have begun and were not seen, by section. */
  readonly #unseen = new Map<object, Opening>();
  #begun = 0;

  constructor(series: Series) {
    this.#series = series;
  }

  /** Lets the openings begin that have begun by `now`. */
  advance(now: number): void {
    const { openings } = this.#series;
    while (this.#begun < openings.length && openings[this.#begun]!.from <= now) {
      const opening = openings[this.#begun++]!;
      this.#unseen.set(opening.section, opening);
    }
  }

  /** A look shows the section. */
  see(section: object, now: number): void {
    const opening = this.#unseen.get(section);
    if (opening === undefined) return;
    this.#unseen.delete(section);
    if (now < opening.until) this.#lateness.push(now - opening.from);
  }

  /** The openings that a look could see now. */
  *open(now: number): Generator<Opening> {
    for (const [section, opening] of this.#unseen) {
      if (opening.until <= now) this.#unseen.delete(section);
      else yield opening;
    }
  }

  get outcome(): Outcome {
    const lateness = this.#lateness.toSorted((one, other) => one - other);
    return { openings: this.#series.openings.length, lateness, requests: this.requests };
  }
}

export function shareOf({ openings, lateness }: Outcome): number {
  return openings === 0 ? 0 : lateness.length / openings;
}

/** Returns the lateness in minutes that this share of the caught openings does not exceed. */
export function lateMinutes({ lateness }: Outcome, quantile: number): number {
  return (lateness[Math.min(lateness.length - 1, Math.floor(quantile * lateness.length))] ?? 0) / 60_000;
}

export function figuresOf(outcome: Outcome): Figures {
  return {
    '% caught': 100 * shareOf(outcome),
    'median lateness, min': lateMinutes(outcome, 0.5),
    'p90 lateness, min': lateMinutes(outcome, 0.9),
    requests: outcome.requests,
  };
}
