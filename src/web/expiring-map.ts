/** A map whose entries expire after `ttlMs`. If there are more than `capacity`, the oldest one is removed. */
import type { Clock } from '../runtime/index.ts';

export class ExpiringMap<Value> {
  readonly #clock: Clock;
  readonly #ttlMs: number;
  readonly #capacity: number;
  /** In order of insertion, so the first one is the oldest. */
  readonly #entries = new Map<string, { value: Value; until: number }>();

  constructor(clock: Clock, ttlMs: number, capacity: number) {
    this.#clock = clock;
    this.#ttlMs = ttlMs;
    this.#capacity = capacity;
  }

  get(key: string): Value | undefined {
    const entry = this.#entries.get(key);
    return entry !== undefined && entry.until > this.#clock.monotonic() ? entry.value : undefined;
  }

  delete(key: string): void {
    this.#entries.delete(key);
  }

  set(key: string, value: Value): void {
    this.#entries.delete(key);
    this.#entries.set(key, { value, until: this.#clock.monotonic() + this.#ttlMs });
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= this.#capacity) return;
      this.#entries.delete(oldest);
    }
  }
}
