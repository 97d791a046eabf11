/**
 * Decides which traces are kept. Nobody knows at the start of a look whether it finds a change. So the spans of a look
 * wait here until it has found one or its root ends. Times are monotonic milliseconds.
 */
import type { TokenBucket } from '../../domain/token-bucket.ts';
import { fullBucket, takeTokens } from '../../domain/token-bucket.ts';
import type { Span } from './span.ts';
import { partsOf } from './span.ts';

/** Looks without a change that are kept per minute. Those that failed have their own share. */
const DULL_PER_MINUTE = 6;
const FAILED_PER_MINUTE = 30;
/** Traces that wait at most. Far more than looks are under way. */
const WAITING_MAX = 2_000;
/** Spans of one trace that wait at most. */
const SPANS_MAX = 500;

interface Waiting {
  spans: Span[];
  isKept: boolean;
}

export interface TailSamplingOptions {
  /** Gets the spans that are kept. */
  keep: (spans: readonly Span[]) => void;
  /** Counts spans for which there is no room. */
  drop: (spans: number) => void;
  monotonic: () => number;
}

export class TailSampling {
  readonly #options: TailSamplingOptions;
  /** By trace id, the oldest first. */
  readonly #waiting = new Map<string, Waiting>();
  #dull: TokenBucket;
  #failed: TokenBucket;

  constructor(options: TailSamplingOptions) {
    this.#options = options;
    this.#dull = fullBucket(DULL_PER_MINUTE, options.monotonic());
    this.#failed = fullBucket(FAILED_PER_MINUTE, options.monotonic());
  }

  /** The trace has begun. */
  begun(trace: string): void {
    const [oldest] = this.#waiting;
    if (this.#waiting.size >= WAITING_MAX && oldest !== undefined) {
      this.#waiting.delete(oldest[0]);
      this.#options.drop(oldest[1].spans.length);
    }
    this.#waiting.set(trace, { spans: [], isKept: false });
  }

  /**
   * The trace is kept, whatever becomes of it. Its spans do not wait any longer: if the process is killed, what other
   * processes add to the trace has its beginning.
   */
  keep(trace: string): void {
    const waiting = this.#waiting.get(trace);
    if (waiting === undefined) return;
    waiting.isKept = true;
    this.#options.keep(waiting.spans.splice(0));
  }

  /** A span has ended. */
  add(span: Span): void {
    const parts = partsOf(span.context);
    if (parts === undefined) return;
    const { trace, sampled } = parts;
    const waiting = this.#waiting.get(trace);
    if (waiting === undefined) {
      // The look has ended, perhaps in another process. Its contexts say whether it is kept.
      if (sampled) this.#options.keep([span]);
      return;
    }
    if (waiting.isKept) this.#options.keep([span]);
    else if (waiting.spans.length < SPANS_MAX || span.parent === null) waiting.spans.push(span);
    else this.#options.drop(1);
    if (span.parent === null) this.#ended(trace, waiting);
  }

  #ended(trace: string, { spans, isKept }: Waiting): void {
    this.#waiting.delete(trace);
    if (!isKept && this.#hasTurn(spans.some(({ error }) => error !== null))) this.#options.keep(spans);
  }

  #hasTurn(failed: boolean): boolean {
    const now = this.#options.monotonic();
    const [bucket, perMinute] = failed ? [this.#failed, FAILED_PER_MINUTE] : [this.#dull, DULL_PER_MINUTE];
    const taken = takeTokens(bucket, { perMinute, wanted: 1, nowMs: now });
    if (failed) this.#failed = taken.bucket;
    else this.#dull = taken.bucket;
    return taken.granted === 1;
  }
}
