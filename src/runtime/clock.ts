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

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  setTimeout: (callback, delayMs) => setTimeout(callback, delayMs),
  clearTimeout: (timer) => clearTimeout(timer as NodeJS.Timeout),
};
