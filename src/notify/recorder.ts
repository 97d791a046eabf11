/**
 * Records results durably. Results that come while a write runs share the next write, because each costs a disk sync.
 */
import type { Clock, Logger } from '../runtime/index.ts';
import { reasonOf } from '../runtime/index.ts';
import type { NotificationStore, Verdict } from '../store/notifications.ts';

const PAUSE_MS = 1_000;

export class Recorder {
  readonly #save: (verdicts: Verdict[]) => Promise<void>;
  readonly #leaseMs: number;
  readonly #clock: Clock;
  readonly #log: Logger;
  #waiting: Verdict[] = [];
  /** The next write, which takes everything that waits, and the current one. */
  #next: Promise<void> | undefined;
  #current: Promise<void> = Promise.resolve();

  /** `owner` holds the leases, which last `leaseMs`. */
  constructor(notifications: NotificationStore, owner: string, leaseMs: number, clock: Clock, log: Logger) {
    this.#save = (verdicts) => notifications.record(owner, verdicts);
    this.#leaseMs = leaseMs;
    this.#clock = clock;
    this.#log = log;
  }

  /** Resolves when the verdicts are durable. Rejects with PMC_STORE_UNAVAILABLE once the leases have lapsed. */
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

  /** Repeats a failed write until the leases lapse: a mail whose record is lost is sent again. */
  async #insist(verdicts: Verdict[]): Promise<void> {
    const deadline = this.#clock.monotonic() + this.#leaseMs;
    for (;;) {
      try {
        return await this.#save(verdicts);
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
