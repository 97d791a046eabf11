/** Writes to clients in rounds, so that under load each write carries many messages. */
import type { Clock } from '../runtime/index.ts';

export interface Writer {
  /** Writes what waits. */
  flush(): void;
}

/** After this long, other work gets its turn. */
const SLICE_MS = 5;
/** The clock is read once per this many clients. */
const CLIENTS_PER_READING = 16;
/**
 * After a round, nothing is written for this many times as long as it took. A write costs much the same for one message
 * as for ten, so thousands of clients get ten at a time, and a single client waits for nothing.
 */
const REST_PER_ROUND = 4;
const LONGEST_REST_MS = 100;

export class Rounds {
  readonly #clock: Clock;
  #waiting: Writer[] = [];
  #round: Writer[] = [];
  #at = 0;
  #tookMs = 0;
  /** Whether a turn or the end of a rest will come. */
  #scheduled = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The client is written to in the next round. Must not be called again before that. */
  add(client: Writer): void {
    this.#waiting.push(client);
    this.#schedule();
  }

  /** Writes everything now. */
  finish(): void {
    const all = [...this.#round.slice(this.#at), ...this.#waiting];
    this.#round = [];
    this.#waiting = [];
    this.#at = 0;
    for (const client of all) client.flush();
  }

  #schedule(restMs = 0): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    if (restMs >= 1) this.#clock.setTimeout(() => this.#turn(), restMs);
    else setImmediate(() => this.#turn());
  }

  #turn(): void {
    this.#scheduled = false;
    if (this.#at >= this.#round.length) {
      if (this.#waiting.length === 0) return;
      this.#round = this.#waiting;
      this.#waiting = [];
      this.#at = 0;
      this.#tookMs = 0;
    }
    const start = this.#clock.monotonic();
    let tookMs = 0;
    while (this.#at < this.#round.length && tookMs < SLICE_MS) {
      const end = Math.min(this.#at + CLIENTS_PER_READING, this.#round.length);
      for (; this.#at < end; this.#at += 1) this.#round[this.#at]!.flush();
      tookMs = this.#clock.monotonic() - start;
    }
    this.#tookMs += tookMs;
    if (this.#at < this.#round.length) return this.#schedule();
    this.#schedule(Math.min(LONGEST_REST_MS, REST_PER_ROUND * this.#tookMs));
  }
}
