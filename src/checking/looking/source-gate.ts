/**
 * What stands between a look and the source: the breaker of its host, and the store, which must be able to keep what
 * is seen.
 */
import type { BreakerOptions, BreakerState, Clock, Logger, Permit } from '../../runtime/index.ts';
import { Breaker, CodedError, reasonOf } from '../../runtime/index.ts';
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
  /** Rejects when the store does not work. */
  ping: () => Promise<unknown>;
  turns: Turns;
}

/** When to try again after a refusal that does not say: a breaker that is half-open admits few looks at a time. */
export const PAUSE_MS = 1_000;

export class SourceGate {
  readonly #options: SourceGateOptions;
  readonly #breaker: Breaker;
  readonly #patience = new StorePatience();
  /** What the source said when it last did not want to be asked. */
  #refusal: string | undefined;

  constructor(options: SourceGateOptions) {
    this.#options = options;
    this.#breaker = new Breaker(options.host, options.clock, options.breaker);
  }

  inspect(): { breaker: BreakerState; lastError?: string } {
    const { state } = this.#breaker;
    return { breaker: state, ...(state !== 'closed' && this.#refusal !== undefined && { lastError: this.#refusal }) };
  }

  /** The permit for one look, or why there is none. */
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
      return this.#breaker.admit();
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
      return refusal(error, this.#breaker.remainingMs);
    }
  }

  /** What the look says of the source. */
  looked(permit: Permit, result: LookResult<object>, asker: LookJob['asker']): void {
    if (result.outcome === 'refused') {
      // A source that does not want to be asked is left alone; no section's look has failed.
      if (result.retryInMs === undefined) return permit.release();
      permit.trip(result.retryInMs);
      this.#refusal = result.message;
      this.#options.log.warn({ reason: result.message, forMs: result.retryInMs }, 'the source is left alone');
    } else if (result.outcome === 'answered' || result.silent === true) {
      // Where another term is listed the source is well.
      permit.success();
    } else if (asker === 'visitor') {
      permit.release();
    } else {
      permit.failure();
    }
  }

  /** Whether looks could be written. */
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

/** With a pause, so that nobody asks over and over. */
export function refusal(error: CodedError, retryInMs = 0): LookRefused {
  const { message } = error;
  return { outcome: 'refused', code: codeOf(error), message, retryInMs: Math.max(PAUSE_MS, retryInMs), requests: 0 };
}
