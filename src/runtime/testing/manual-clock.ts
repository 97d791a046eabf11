/** A clock that moves only when it is advanced. */
import { setImmediate } from 'node:timers/promises';
import type { Clock, Timer } from '../index.ts';

interface ManualTimer extends Timer {
  due: number;
  callback: () => void;
}

/** Waits a few turns of the event loop, so that pending promises settle. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await setImmediate();
}

export class ManualClock implements Clock {
  readonly #epochMs: number;
  readonly #timers = new Set<ManualTimer>();
  #elapsedMs = 0;
  #setByMs = 0;

  readonly #settle: () => Promise<void>;

  /** `settled` waits until the work that a timer has started is done. */
  constructor(epochMs = Date.UTC(2026, 10, 23, 20), settled = settle) {
    this.#epochMs = epochMs;
    this.#settle = settled;
  }

  now(): number {
    return this.#epochMs + this.#elapsedMs + this.#setByMs;
  }
  monotonic(): number {
    return this.#elapsedMs;
  }

  setTimeout(callback: () => void, delayMs: number): Timer {
    const timer: ManualTimer = { due: this.#elapsedMs + Math.max(0, delayMs), callback, unref: () => {} };
    this.#timers.add(timer);
    return timer;
  }

  clearTimeout(timer: Timer): void {
    this.#timers.delete(timer as ManualTimer);
  }

  /** Sets the wall clock forward or back. No time passes. */
  jump(byMs: number): void {
    this.#setByMs += byMs;
  }

  /** Number of pending timers: 0 after a clean stop. */
  get waiting(): number {
    return this.#timers.size;
  }

  /** Advances the time by `ms`. Fires due timers in order and lets the effects of each settle before the next. */
  async advance(ms: number): Promise<void> {
    const target = this.#elapsedMs + ms;
    await this.#settle();
    for (let timer = this.#nextDue(target); timer !== undefined; timer = this.#nextDue(target)) {
      this.#timers.delete(timer);
      this.#elapsedMs = Math.max(this.#elapsedMs, timer.due);
      timer.callback();
      await this.#settle();
    }
    this.#elapsedMs = target;
    await this.#settle();
  }

  #nextDue(target: number): ManualTimer | undefined {
    let next: ManualTimer | undefined;
    for (const timer of this.#timers) {
      if (timer.due <= target && (next === undefined || timer.due < next.due)) next = timer;
    }
    return next;
  }
}
