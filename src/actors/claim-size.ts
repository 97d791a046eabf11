/**
 * How many sections are claimed at a time: as many as a small part of the lease is enough for. Else a store that is slow would grant
 * leases that are over before their work can be written, and everybody would claim the same again and do nothing else.
 */

const MOST = 10_000;
const LEAST = 50;
/** Of a lease, that a claim may take. */
const PATIENCE = 0.2;

export class ClaimSize {
  #limit = MOST;

  get limit(): number { return this.#limit; }

  /** A claim of `sections` has taken `tookMs`. Too long: half of that the next time; else twice as many may be claimed. */
  learn(sections: number, tookMs: number, leaseMs: number): void {
    this.#limit = tookMs > PATIENCE * leaseMs
      ? Math.max(LEAST, Math.floor(Math.min(this.#limit, sections) / 2))
      : Math.min(MOST, 2 * this.#limit);
  }
}
