/**
 * Finds out whether the other side of a connection is still there. A socket looks open for minutes after a laptop was
 * closed or the network is gone.
 */

export interface LiveClock {
  setTimeout(callback: () => void, delayMs: number): unknown;
  clearTimeout(timer: unknown): void;
}

/** Milliseconds without a frame after which the other side is asked for one. */
const QUIET_MS = 30_000;
/** Milliseconds for the answer, and for a connection to open. */
const ANSWER_MS = 3_000;
const OPEN_MS = 10_000;

export class Pulse {
  readonly #clock: LiveClock;
  readonly #ask: () => void;
  readonly #lost: () => void;
  #quiet: unknown;
  #deadline: unknown = null;

  /** `ask` sends something that is always answered. `lost` is called when no answer came. */
  constructor(clock: LiveClock, { ask, lost }: { ask: () => void; lost: () => void }) {
    this.#clock = clock;
    this.#ask = ask;
    this.#lost = lost;
  }

  /** A connection is being opened. */
  opening(): void {
    this.stop();
    this.#expect(OPEN_MS);
  }

  /** Something has arrived. */
  heard(): void {
    this.stop();
    this.#quiet = this.#clock.setTimeout(() => this.check(), QUIET_MS);
  }

  /** Asks now. Does nothing while an answer is awaited. */
  check(): void {
    if (this.#deadline !== null) return;
    this.#expect(ANSWER_MS);
    this.#ask();
  }

  stop(): void {
    this.#clock.clearTimeout(this.#quiet);
    this.#clock.clearTimeout(this.#deadline);
    this.#deadline = null;
  }

  #expect(withinMs: number): void {
    this.#deadline = this.#clock.setTimeout(() => {
      this.stop();
      this.#lost();
    }, withinMs);
  }
}
