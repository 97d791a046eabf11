/**
 * The queue in front of the collector. It is bounded, and one batch is under way at a time. So a collector that is slow
 * or away costs some memory and its spans, and nobody waits for it.
 */
import type { Clock, Logger } from '../../runtime/index.ts';
import { callWithin, reasonOf } from '../../runtime/index.ts';
import type { SpanExport } from './sampling-tracer.ts';
import type { Span } from './span.ts';

export interface ExportQueueOptions {
  /** Sends a batch. Rejects if the collector did not take it. */
  send: (spans: readonly Span[]) => Promise<void>;
  /** Counts spans that were taken by the collector, or were not. */
  count: (outcome: 'exported' | 'dropped', spans: number) => void;
  clock: Clock;
  log: Logger;
}

/** Spans in a batch and in the queue. A span has about 500 bytes. */
const BATCH = 512;
const QUEUE_MAX = 4_096;
/** Milliseconds that a span waits for others. */
const GATHER_MS = 1_000;
/** Milliseconds that a stop waits for the collector. */
const CLOSE_MS = 3_000;

export class ExportQueue implements SpanExport {
  readonly #options: ExportQueueOptions;
  readonly #waiting: Span[] = [];
  #sending: Promise<void> | undefined;
  #isScheduled = false;
  /** Whether the last batch was not taken. It is logged once. */
  #isAway = false;

  constructor(options: ExportQueueOptions) {
    this.#options = options;
  }

  add(spans: readonly Span[]): void {
    const room = QUEUE_MAX - this.#waiting.length;
    this.#waiting.push(...spans.slice(0, room));
    if (spans.length > room) this.dropped(spans.length - room);
    this.#schedule();
  }

  dropped(spans: number): void {
    if (spans > 0) this.#options.count('dropped', spans);
  }

  async close(): Promise<void> {
    const { clock, log } = this.#options;
    await callWithin(clock, CLOSE_MS, 'collector', this.#sendAll()).catch((error: unknown) => {
      log.warn({ reason: reasonOf(error), spans: this.#waiting.length }, 'the last spans were not exported');
    });
    this.dropped(this.#waiting.splice(0).length);
  }

  #schedule(): void {
    if (this.#isScheduled || this.#sending !== undefined || this.#waiting.length === 0) return;
    this.#isScheduled = true;
    const timer = this.#options.clock.setTimeout(() => {
      this.#isScheduled = false;
      void this.#sendNext();
    }, GATHER_MS);
    timer.unref();
  }

  #sendNext(): Promise<void> {
    this.#sending ??= this.#send(this.#waiting.splice(0, BATCH)).finally(() => {
      this.#sending = undefined;
      this.#schedule();
    });
    return this.#sending;
  }

  async #sendAll(): Promise<void> {
    await this.#sending;
    while (this.#waiting.length > 0) await this.#sendNext();
  }

  /** Never rejects. */
  async #send(batch: readonly Span[]): Promise<void> {
    const { send, count, log } = this.#options;
    if (batch.length === 0) return;
    try {
      await send(batch);
      count('exported', batch.length);
      if (this.#isAway) log.info({}, 'traces are exported again');
      this.#isAway = false;
    } catch (error) {
      count('dropped', batch.length);
      if (!this.#isAway) log.warn({ reason: reasonOf(error) }, 'the collector does not take traces; they are dropped');
      this.#isAway = true;
    }
  }
}
