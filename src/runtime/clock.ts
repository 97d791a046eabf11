/** The clock of the runtime. It is injected everywhere, so that tests can advance it instead of sleeping. */

export interface Timer {
  unref(): void;
}

export interface Clock {
  /** Wall time, epoch milliseconds. */
  now(): number;
  /** Monotonic time in milliseconds, for durations and timeouts. */
  monotonic(): number;
  setTimeout(callback: () => void, delayMs: number): Timer;
  clearTimeout(timer: Timer): void;
}

/** Node fires a timer with a longer delay at once. */
const LONGEST_DELAY_MS = 2 ** 31 - 1;

/** A timer of more than 24.8 days fires after 24.8 days. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  setTimeout: (callback, delayMs) => setTimeout(callback, Math.min(delayMs, LONGEST_DELAY_MS)),
  clearTimeout: (timer) => clearTimeout(timer as NodeJS.Timeout),
};
