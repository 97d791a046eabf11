/**
 * Decides whether a look may ask the source: the breaker of the host must allow it, and the store must accept
 * writes.
 */
import type { BreakerOptions, Clock, Inspection, Logger, Permit } from '../../runtime/index.ts';
import { Breaker, CallRecord, CodedError, inspect, reasonOf } from '../../runtime/index.ts';
import { storeError } from '../../store/errors.ts';
import { codeOf } from '../../telemetry/error-code.ts';
import type { LookJob } from '../look-job.ts';
import type { LookRefused, LookResult } from './look-result.ts';
import { StorePatience } from '../store-patience.ts';
import type { Turns } from '../turns.ts';

export interface SourceGateOptions {
  host: string;
  breaker: BreakerOptions;
  clock: Clock;
  log: Logger;
  /** Rejects if the store does not work. */
  ping: () => Promise<unknown>;
  turns: Turns;
}

/** Pause after a refusal that gives none: a half-open breaker admits only a few looks at a time. */
export const PAUSE_MS = 1_000;

export class SourceGate {
  readonly #options: SourceGateOptions;
  readonly breaker: Breaker;
  readonly #patience = new StorePatience();
  /** How looks went lately. Refusals count: they say why the breaker is open. */
  readonly #record: CallRecord;

  constructor(options: SourceGateOptions) {
    this.#options = options;
    this.breaker = new Breaker(options.host, options.clock, options.breaker);
    this.#record = new CallRecord(options.clock);
  }

  inspect(): Inspection {
    return inspect(this.breaker, this.#record.calls);
  }

  /** Returns the permit for one look, or the refusal. */
  admit(): Permit | LookRefused {
    const patience = this.#patience.admit(this.#now);
    if (patience === 'probe') this.#probe();
    if (patience !== 'look') {
      const reason = 'what was seen last could not be written; looks wait until it takes something';
      return refusal(
        storeError('PMC_STORE_UNAVAILABLE', { reason }),
        patience === 'wait' ? this.#patience.remainingMs(this.#now) : 0,
      );
    }
    try {
      return this.breaker.admit();
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
      return refusal(error, this.breaker.remainingMs);
    }
  }

  /** Tells the breaker how a look ended. */
  looked(permit: Permit, result: LookResult<object>, asker: LookJob['asker']): void {
    if (result.outcome === 'refused') {
      // A source that refuses is left alone. This does not count as a failed look of any section.
      if (result.retryInMs === undefined) return permit.release();
      permit.trip(result.retryInMs);
      this.#record.failed(result.message);
      this.#options.log.warn({ reason: result.message, forMs: result.retryInMs }, 'the source is left alone');
    } else if (result.outcome === 'answered' || result.silent === true) {
      // If another term is listed, the source works.
      this.#record.succeeded();
      permit.success();
    } else if (asker === 'visitor') {
      permit.release();
    } else {
      this.#record.failed(result.message);
      permit.failure();
    }
  }

  /** Records whether the results of looks could be written. */
  written(works: boolean): void {
    if (works) this.#patience.succeeded();
    else this.#patience.failed(this.#now);
  }

  /** Finds out whether the store works. */
  #probe(): void {
    const { ping, turns, log } = this.#options;
    const works = ping().then(
      () => true,
      (error: unknown) => {
        log.warn({ reason: reasonOf(error) }, 'the store takes nothing yet; nothing is looked at');
        return false;
      },
    );
    turns.after(works, (answers) => (answers ? this.#patience.proven() : this.#patience.failed(this.#now)));
  }

  get #now(): number {
    return this.#options.clock.monotonic();
  }
}

/** Returns a refusal with a pause, so that the caller does not retry at once. */
export function refusal(error: CodedError, retryInMs = 0): LookRefused {
  const { message } = error;
  return { outcome: 'refused', code: codeOf(error), message, retryInMs: Math.max(PAUSE_MS, retryInMs), requests: 0 };
}
