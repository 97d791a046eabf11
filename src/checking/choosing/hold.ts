/**
 * How long a request is left to other processes. A hold ends with the next look, whichever process looks. Times are
 * milliseconds of one steady clock.
 */
import { HELD_FIRST_MS, HELD_GROWTH } from './constants.ts';

export class Hold {
  /** The last look at what the request shows. The rest is about the time since then. */
  #lookedAt = NaN;
  #until = -Infinity;
  #isLeft = false;
  #lost = 0;

  /** Returns until when the request is left alone; -Infinity: it is not. */
  until(lookedAt: number): number {
    this.#about(lookedAt);
    return this.#until;
  }

  /** Leaves the request to the process that goes first, once after each look. Returns until when. */
  leave(lookedAt: number, untilMs: number): number {
    this.#about(lookedAt);
    if (!this.#isLeft) this.#until = untilMs;
    this.#isLeft = true;
    return this.#until;
  }

  /** A claim got nothing, because another process has it. The pause grows each time. */
  lost(lookedAt: number, nowMs: number, longestMs: number): void {
    this.#about(lookedAt);
    this.#until = nowMs + Math.min(longestMs, HELD_FIRST_MS * HELD_GROWTH ** this.#lost);
    this.#lost += 1;
  }

  /** The process that had it is gone. */
  end(): void {
    this.#until = -Infinity;
    this.#lost = 0;
  }

  #about(lookedAt: number): void {
    if (lookedAt === this.#lookedAt) return;
    this.#lookedAt = lookedAt;
    this.#isLeft = false;
    this.end();
  }
}
