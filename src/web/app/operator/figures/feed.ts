/**
 * Series from the server, each read again as often as it has a new point, and only while a chart shows it. Independent
 * of the browser: the request and the timers are injected.
 */
import type { SeriesName, SeriesRange } from '../../../../domain/series.ts';
import { RANGES } from '../../../../domain/series.ts';
import type { SeriesAnswer } from '../../../contract/series.ts';
import { type ApiError, toApiError } from '../../shared/http.ts';
import type { LiveClock } from '../../shared/pulse.ts';

/** `error`: why the value is not up to date. */
export interface Fed {
  value: SeriesAnswer | undefined;
  error: ApiError | undefined;
}

export interface FeedOptions {
  read: (name: SeriesName, range: SeriesRange) => Promise<SeriesAnswer>;
  clock: LiveClock & {
    /** Milliseconds of a clock that is never set back. */
    monotonic: () => number;
  };
}

interface Entry extends Fed {
  /** Calls of those who show it. */
  listeners: Set<() => void>;
  readAt: number;
  isReading: boolean;
  timer: unknown;
}

const UNREAD: Fed = { value: undefined, error: undefined };

export class Feed {
  readonly #options: FeedOptions;
  readonly #entries = new Map<string, Entry>();

  constructor(options: FeedOptions) {
    this.#options = options;
  }

  get(name: SeriesName, range: SeriesRange): Fed {
    return this.#entries.get(`${name} ${range}`) ?? UNREAD;
  }

  /** Keeps a series up to date until the returned function is called. `listener` is called after each reading. */
  show(name: SeriesName, range: SeriesRange, listener: () => void): () => void {
    const key = `${name} ${range}`;
    const entry: Entry = this.#entries.get(key) ?? {
      ...UNREAD,
      listeners: new Set(),
      readAt: Number.NEGATIVE_INFINITY,
      isReading: false,
      timer: undefined,
    };
    this.#entries.set(key, entry);
    entry.listeners.add(listener);
    if (entry.listeners.size === 1) this.#plan(name, range, entry);
    return () => {
      entry.listeners.delete(listener);
      if (entry.listeners.size === 0) this.#options.clock.clearTimeout(entry.timer);
    };
  }

  #plan(name: SeriesName, range: SeriesRange, entry: Entry): void {
    if (entry.isReading) return;
    const { clock } = this.#options;
    const waitMs = entry.readAt + RANGES[range].step * 1_000 - clock.monotonic();
    const read = (): void => void this.#read(name, range, entry);
    if (waitMs > 0) entry.timer = clock.setTimeout(read, waitMs);
    else read();
  }

  async #read(name: SeriesName, range: SeriesRange, entry: Entry): Promise<void> {
    entry.isReading = true;
    entry.readAt = this.#options.clock.monotonic();
    try {
      entry.value = await this.#options.read(name, range);
      entry.error = undefined;
    } catch (thrown) {
      entry.error = toApiError(thrown);
    }
    entry.isReading = false;
    for (const listener of entry.listeners) listener();
    if (entry.listeners.size > 0) this.#plan(name, range, entry);
  }
}
