/**
 * Counts by key, each in a window of its own that starts with the first count. It holds a bounded number of keys. When
 * it is full, those make room that matter least: first whose window is over, then whose count is small, never one that
 * has reached its limit. So strangers who fill the table do not set anybody free. When nothing may go, a new key is
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
/** Levels below: the number of binary digits of a count. */
const LIMITED = 33;

export class LimitTable {
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #capacity: number;
  /** All windows are equally long: the first entry ends first. */
  readonly #entries = new Map<string, Entry>();
  readonly #levels = Array.from({ length: LIMITED + 1 }, () => new Set<string>());

  constructor(clock: Pick<Clock, 'monotonic'>, capacity: number) {
    this.#clock = clock;
    this.#capacity = capacity;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** Counts once more. Returns the count, more than `max` when refused, and the milliseconds until it starts anew. */
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

  /** undefined: every entry is limited. */
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
 * For @fastify/rate-limit, whose own store lets the newest push out the oldest: a table for all routes, and one for
 * each limit of its own.
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
