/**
 * Records results durably, those that come together in one write: a write to disk costs the same for one as for five.
 */
import type { Clock, Logger } from '../runtime/index.ts';
import { reasonOf } from '../runtime/index.ts';
import type { NotificationStore, Verdict } from '../store/notifications.ts';

const PAUSE_MS = 1_000;

export class Recorder {
  readonly #settle: (verdicts: Verdict[]) => Promise<void>;
  readonly #leaseMs: number;
  readonly #clock: Clock;
  readonly #log: Logger;
  #waiting: Verdict[] = [];
  /** The write that will take what waits, and the one before it. */
  #next: Promise<void> | undefined;
  #current: Promise<void> = Promise.resolve();

  /** `owner` holds the leases, which last `leaseMs`. */
  constructor(notifications: NotificationStore, owner: string, leaseMs: number, clock: Clock, log: Logger) {
    this.#settle = (verdicts) => notifications.settle(owner, verdicts);
    this.#leaseMs = leaseMs;
    this.#clock = clock;
    this.#log = log;
  }

  /**
   * Resolves when it is durable. Rejects with PMC_STORE_UNAVAILABLE once the leases have lapsed, which makes a record
   * void.
   */
  record(verdicts: readonly Verdict[]): Promise<void> {
    this.#waiting.push(...verdicts);
    this.#next ??= this.#current.then(
      () => this.#write(),
      () => this.#write(),
    );
    return this.#next;
  }

  #write(): Promise<void> {
    this.#next = undefined;
    this.#current = this.#insist(this.#waiting.splice(0));
    return this.#current;
  }

  /** A mail whose record is lost is sent again. */
  async #insist(verdicts: Verdict[]): Promise<void> {
    const deadline = this.#clock.monotonic() + this.#leaseMs;
    for (;;) {
      try {
        return await this.#settle(verdicts);
      } catch (error) {
        if (this.#clock.monotonic() + PAUSE_MS > deadline) throw error;
        this.#log.warn({ reason: reasonOf(error) }, 'results could not be recorded; trying again');
        await new Promise<void>((resolve) => {
          this.#clock.setTimeout(resolve, PAUSE_MS);
        });
      }
    }
  }
}
