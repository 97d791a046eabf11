/** Empties the queue of one channel: claims what is due, hands it over, then rests until more is due. */
import type { Breaker, Clock, Logger, Permit } from '../runtime/index.ts';
import { reasonOf } from '../runtime/index.ts';
import type { Batch } from './batch.ts';
import type { CourierOptions } from './courier.ts';
import type { Lease } from './leases.ts';
import { claimBatch } from './batch.ts';
import { Courier } from './courier.ts';

/** What the dispatcher knows of its queue. */
type Queue =
  /** As far as we know, nothing is due. */
  | { state: 'idle' }
  /** The store may hold notifications that are due. */
  | { state: 'due' }
  /** A claim is running. `again`: more may have come due since it started. */
  | { state: 'claiming'; again: boolean }
  /** Claimed bundles wait for their hand-over. More may be due behind them. */
  | { state: 'claimed'; batch: Batch };

/** What the dispatcher needs of the actor it runs in. */
export interface DispatcherHost {
  readonly clock: Clock;
  readonly log: Logger;
  /** Calls `proceed` once `work` has ended. `work` never rejects. */
  proceedAfter(work: Promise<void>): void;
  /** Calls `wake` after `pauseMs`, in place of an earlier request. */
  wakeIn(pauseMs: number): void;
}

const SHORTEST_REST_MS = 1_000;
/** While the breaker is open: how often to look for notifications that have waited too long. */
const LONGEST_PAUSE_MS = 15_000;

export class Dispatcher {
  readonly #options: CourierOptions;
  readonly #breaker: Breaker;
  readonly #host: DispatcherHost;
  readonly #courier: Courier;
  /** Everything that must end before the dispatcher has stopped. */
  readonly #running = new Set<Promise<void>>();
  #queue: Queue = { state: 'idle' };

  constructor(options: CourierOptions, breaker: Breaker, host: DispatcherHost) {
    this.#options = options;
    this.#breaker = breaker;
    this.#host = host;
    this.#courier = new Courier(options, host.clock, host.log);
  }

  /** Something may have come due. */
  wake(): void {
    if (this.#queue.state === 'idle') this.#queue = { state: 'due' };
    if (this.#queue.state === 'claiming') this.#queue = { state: 'claiming', again: true };
    this.proceed();
  }

  /** Takes the next step that is possible now, if there is one. */
  proceed(): void {
    const queue = this.#queue;
    switch (queue.state) {
      case 'claimed':
        return this.#handOverAll(queue.batch);
      case 'due':
        return this.#hasRoom ? this.#claim() : undefined;
      case 'idle':
        return this.#hasRoom ? this.#rest() : undefined;
      case 'claiming':
        return;
      default:
        return queue satisfies never;
    }
  }

  /** Renews the leases of what is under way: a hand-over can take longer than a lease. */
  prolong(): void {
    void this.#track(this.#options.leases.prolong());
  }

  /** Gives back what was claimed. Resolves when nothing is under way any more. */
  async stop(): Promise<void> {
    do {
      if (this.#queue.state === 'claimed') this.#giveBack(this.#queue.batch, { state: 'idle' });
      await Promise.all(this.#running);
      // A claim that was running may have brought more.
    } while (this.#queue.state === 'claimed');
  }

  get #hasRoom(): boolean {
    return this.#options.leases.size < this.#options.channel.concurrency;
  }

  #claim(): void {
    this.#queue = { state: 'claiming', again: false };
    this.#run(
      claimBatch(this.#options, this.#host.clock).then(
        (batch) => this.#claimed(batch),
        (error: unknown) => {
          this.#claimed(undefined);
          throw error;
        },
      ),
    );
  }

  #claimed(batch: Batch | undefined): void {
    const again = this.#queue.state === 'claiming' && this.#queue.again;
    if (batch !== undefined && batch.size > 0) this.#queue = { state: 'claimed', batch };
    else this.#queue = { state: again ? 'due' : 'idle' };
  }

  /** Hands over bundles while there is room for them, then claims the next batch. */
  #handOverAll(batch: Batch): void {
    while (batch.size > 0) {
      if (!this.#hasRoom) return;
      if (!batch.isFresh) return this.#giveBack(batch, { state: 'due' });
      const permit = this.#admit();
      if (permit === undefined) return this.#putOff(batch);
      this.#handOver(batch.next(), permit);
    }
    this.#queue = { state: 'due' };
    this.proceed();
  }

  #handOver(lease: Lease, permit: Permit): void {
    this.#run(this.#courier.handOver(lease, permit).finally(() => this.#options.leases.delete(lease)));
  }

  #admit(): Permit | undefined {
    try {
      return this.#breaker.admit();
    } catch (error) {
      this.#host.log.debug({ reason: reasonOf(error) }, 'mails wait');
      return undefined;
    }
  }

  /** The breaker is open: gives up what has waited too long and gives back the rest. */
  #putOff(batch: Batch): void {
    const late = batch.takeLate(this.#options.patience.giveUpMs);
    // Behind the late ones there may be more.
    this.#giveBack(batch, { state: late.length > 0 ? 'due' : 'idle' });
    for (const bundle of late)
      this.#run(this.#courier.giveUp(bundle, this.#options.record.calls.error ?? 'the mail server is down'));
    if (late.length === 0) this.#rest();
  }

  #giveBack(batch: Batch, next: Queue): void {
    this.#queue = next;
    if (batch.size > 0) this.#run(batch.release());
  }

  /** Nothing can be done until the next notification is due or the breaker lets calls through. */
  #rest(): void {
    if (this.#breaker.state === 'open') return this.#host.wakeIn(Math.min(LONGEST_PAUSE_MS, this.#breaker.remainingMs));
    void this.#track(
      this.#options.notifications.nextDueInMs(this.#options.channel.name).then(
        (dueInMs) => {
          if (dueInMs !== null) this.#host.wakeIn(Math.max(SHORTEST_REST_MS, dueInMs));
        },
        (error: unknown) => {
          this.#host.wakeIn(SHORTEST_REST_MS);
          throw error;
        },
      ),
    );
  }

  /** Proceeds when `work` has ended, even if it failed: the store still holds what is left to do. */
  #run(work: Promise<unknown>): void {
    this.#host.proceedAfter(this.#track(work));
  }

  /** Keeps `work` among the running until it ends. The result never rejects. */
  #track(work: Promise<unknown>): Promise<void> {
    const done = work
      .then(
        () => undefined,
        (error: unknown) => this.#host.log.warn({ reason: reasonOf(error) }, 'delivering was interrupted'),
      )
      .finally(() => this.#running.delete(done));
    this.#running.add(done);
    return done;
  }
}
