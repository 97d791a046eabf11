/** Hands one bundle over: delivers, records, reports. */
import type { Logger } from '../actors/runtime/actor.ts';
import type { Permit } from '../actors/runtime/breaker.ts';
import type { Clock } from '../actors/runtime/clock.ts';
import type { NotificationStore, Settlement } from '../store/notifications.ts';
import type { Bundle, Channel } from './channel.ts';
import type { Lease } from './leases.ts';
import type { Attempt, Patience } from './verdict.ts';
import { idsOf } from './bundle.ts';
import { Recorder } from './recorder.ts';
import { giveUp, settlementsOf } from './verdict.ts';

/** From the change being detected to its notification being queued, and from there to the mail being accepted. */
export type Stage = 'detected_queued' | 'queued_sent';

export interface CourierOptions {
  channel: Channel;
  notifications: NotificationStore;
  /** Holder of the leases; unique to a run of a process. */
  owner: string;
  leaseMs: number;
  patience: Patience;
  observe: (stage: Stage, seconds: number) => void;
}

export class Courier {
  readonly #options: CourierOptions;
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #recorder: Recorder;

  constructor(options: CourierOptions, clock: Clock, log: Logger) {
    this.#options = options;
    this.#clock = clock;
    this.#log = log;
    this.#recorder = new Recorder(options.notifications, options.owner, options.leaseMs, clock, log);
  }

  /**
   * Resolves when the result is durable: whoever waits for it before the next hand-over never has more mails accepted and
   * unrecorded than hand-overs running.
   */
  async handOver(lease: Lease, permit: Permit): Promise<void> {
    const { channel, notifications, owner, patience } = this.#options;
    const { bundle } = lease;
    const delivery = await channel.deliver(bundle, () => lease.holds);
    if (delivery.outcome === 'withdrawn') {
      permit.release();
      this.#log.warn({ section: bundle[0].section }, 'a lease had lapsed before the hand-over; nothing was sent');
      return notifications.release(owner, idsOf(bundle));
    }
    // A refused recipient, or one put off, is an answer: the server is well.
    if (delivery.outcome === 'failed' && delivery.outage) permit.failure();
    else permit.success();
    await this.#settle(bundle, delivery, settlementsOf(bundle, delivery, this.#clock.now(), patience));
  }

  /** Dead-letters a bundle that has waited too long and could not be tried. */
  async giveUp(bundle: Bundle, reason: string): Promise<void> {
    await this.#settle(bundle, { outcome: 'failed', error: reason, outage: true }, giveUp(bundle, this.#clock.now(), 0, reason));
  }

  async #settle(bundle: Bundle, delivery: Attempt, settlements: Settlement[]): Promise<void> {
    const at = this.#clock.now();
    await this.#recorder.record(settlements);
    if (delivery.outcome === 'sent') this.#reportSent(bundle, at);
    else this.#reportFailure(bundle, delivery.error, settlements);
  }

  #reportSent(bundle: Bundle, at: number): void {
    const { channel, observe } = this.#options;
    for (const { section, change, notice, detectedAt, queuedAt } of bundle) {
      observe('detected_queued', (queuedAt - detectedAt) / 1000);
      observe('queued_sent', (at - queuedAt) / 1000);
      this.#log.info({
        channel: channel.name, section, kind: change?.kind ?? notice,
        detected: new Date(detectedAt).toISOString(), queued: new Date(queuedAt).toISOString(), sent: new Date(at).toISOString(),
        detectedToQueuedMs: queuedAt - detectedAt, queuedToSentMs: at - queuedAt,
      }, 'notification sent');
    }
  }

  #reportFailure(bundle: Bundle, error: string, settlements: readonly Settlement[]): void {
    for (const [index, { section, change, notice, attempts }] of bundle.entries()) {
      const settlement = settlements[index];
      const about = { channel: this.#options.channel.name, section, kind: change?.kind ?? notice, attempts, error };
      if (settlement?.outcome === 'retry') this.#log.warn({ ...about, retryInMs: settlement.inMs }, 'notification put off');
      else this.#log.error(about, 'notification given up');
    }
  }
}
