/**
 * Counts by key. Each key has its own window, which starts with its first count. The number of keys is bounded. A full
 * table drops the keys that matter least: first those whose window has ended, then those with small counts, and never a
 * key at its limit. So clients that fill the table cannot lift anybody's limit. If no key can be dropped, a new key is
 * refused.
 */
import type { FastifyRateLimitStore, FastifyRateLimitStoreCtor } from '@fastify/rate-limit';
import type { Clock } from '../../runtime/index.ts';

interface Entry {
  count: number;
  until: number;
  level: number;
}

const CAPACITY = 50_000;
/** The level of keys at their limit. The level of any other key is the number of binary digits of its count. */
const LIMITED = 33;

export class LimitTable {
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #capacity: number;
  /** All windows have the same length, so the window of the first entry ends first. */
  readonly #entries = new Map<string, Entry>();
  readonly #levels = Array.from({ length: LIMITED + 1 }, () => new Set<string>());

  constructor(clock: Pick<Clock, 'monotonic'>, capacity: number) {
    this.#clock = clock;
    this.#capacity = capacity;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** Adds one to a count. Returns the count (above `max` if refused) and the milliseconds until the window ends. */
  hit(key: string, windowMs: number, max: number): { current: number; ttl: number } {
    const now = this.#clock.monotonic();
    this.#forgetPast(now);
    const entry = this.#entries.get(key) ?? this.#enter(key, now + windowMs);
    if (entry === undefined) return { current: max + 1, ttl: this.#firstEnd() - now };
    entry.count += 1;
    this.#levels[entry.level]!.delete(key);
    entry.level = entry.count >= max ? LIMITED : 32 - Math.clz32(entry.count);
    this.#levels[entry.level]!.add(key);
    return { current: entry.count, ttl: entry.until - now };
  }

  #forgetPast(now: number): void {
    for (const [key, { until, level }] of this.#entries) {
      if (until > now) return;
      this.#remove(key, level);
    }
  }

  /** Returns undefined if every entry is at its limit. */
  #enter(key: string, until: number): Entry | undefined {
    if (this.#entries.size >= this.#capacity && !this.#makeRoom()) return undefined;
    const entry: Entry = { count: 0, until, level: 0 };
    this.#entries.set(key, entry);
    return entry;
  }

  #makeRoom(): boolean {
    for (let level = 0; level < LIMITED; level += 1) {
      for (const oldest of this.#levels[level]!) {
        this.#remove(oldest, level);
        return true;
      }
    }
    return false;
  }

  #remove(key: string, level: number): void {
    this.#entries.delete(key);
    this.#levels[level]!.delete(key);
  }

  #firstEnd(): number {
    for (const { until } of this.#entries.values()) return until;
    return 0;
  }
}

/**
 * A store for @fastify/rate-limit: one table for all routes, and one for each further limit. The plugin's own store
 * would drop the oldest keys, even those at their limit.
 */
export function limitStore(clock: Pick<Clock, 'monotonic'>): FastifyRateLimitStoreCtor {
  return class Store implements FastifyRateLimitStore {
    readonly #table = new LimitTable(clock, CAPACITY);

    incr(
      key: string,
      callback: (error: Error | null, result?: { current: number; ttl: number }) => void,
      windowMs: number,
      max: number,
    ): void {
      callback(null, this.#table.hit(key, windowMs, max));
    }

    child(): FastifyRateLimitStore {
      return new Store();
    }
  };
}
