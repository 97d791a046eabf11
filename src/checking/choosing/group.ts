/**
 * A subject, whose courses can be asked for with one request of one or more pages. The gain of that request follows
 * from three sums, so that it costs the same for any number of courses. Times are milliseconds of one steady clock.
 */
import { Hold } from './hold.ts';
import { askKey } from './row.ts';
import type { Unit } from './unit.ts';

export class Group {
  readonly ask: { term: string; subject: string };
  readonly key: string;
  readonly units = new Set<Unit>();
  /** Requests for one answer. */
  pages = 1;
  underWay = false;
  readonly hold = new Hold();
  /** First sight: since then, never-seen numbers are probably in it, so it is asked for once. */
  exploredAt = -Infinity;
  /** When the first of its courses was last looked at. */
  lookedAt = Infinity;
  /** When the first look that failed is repeated. */
  retryAt = Infinity;
  /** From when it may be asked for, by the order in use. */
  readyAt = Infinity;
  /** A course changed since the sums were computed. */
  isChanged = true;
  #appeal = 0;
  #ages = 0;
  #squares = 0;

  constructor(ask: { term: string; subject: string }) {
    this.ask = ask;
    this.key = askKey(ask);
  }

  /** Computes the sums again. */
  sum(): void {
    this.isChanged = false;
    this.lookedAt = Infinity;
    this.retryAt = Infinity;
    for (const { retryAt, underWay } of this.units)
      if (!underWay && retryAt !== -Infinity) this.retryAt = Math.min(this.retryAt, retryAt);
    for (const { lookedAt } of this.free()) this.lookedAt = Math.min(this.lookedAt, lookedAt);
    [this.#appeal, this.#ages, this.#squares] = [0, 0, 0];
    // Relative to the oldest look: squares of absolute times would lose digits.
    for (const { appeal, lookedAt } of this.free()) {
      const later = lookedAt - this.lookedAt;
      this.#appeal += appeal;
      this.#ages += appeal * later;
      this.#squares += appeal * later * later;
    }
  }

  /** A look has ended. It took this many requests. */
  looked(requests: number): void {
    this.exploredAt = -Infinity;
    this.pages = Math.max(this.pages, requests);
  }

  get isExplored(): boolean {
    return this.lookedAt <= this.exploredAt;
  }

  get appeal(): number {
    return this.#appeal;
  }

  /** Returns Σ appeal · age² over its courses. */
  gain(nowMs: number): number {
    const age = nowMs - this.lookedAt;
    return age * age * this.#appeal - 2 * age * this.#ages + this.#squares;
  }

  /** Returns when the gain reaches `gain`; Infinity: never. */
  gainReachedAt(gain: number): number {
    if (this.#appeal === 0) return Infinity;
    const mean = this.#ages / this.#appeal;
    const spread = Math.max(0, this.#squares / this.#appeal - mean * mean);
    return this.lookedAt + mean + Math.sqrt(Math.max(0, gain / this.#appeal - spread));
  }

  /** The courses that its answer can settle now. A look that must be repeated waits its time. */
  *free(): Generator<Unit> {
    for (const unit of this.units) if (!unit.underWay && unit.retryAt === -Infinity) yield unit;
  }
}
