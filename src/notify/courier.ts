/** Hands over one bundle: delivers it, records the result and reports it. */
import type { CallRecord, Clock, Logger, Permit } from '../runtime/index.ts';
import { reasonOf } from '../runtime/index.ts';
import type { ChannelStore } from '../store/channels.ts';
import type { Figures } from '../domain/openings.ts';
import type { NotificationStore, Verdict } from '../store/notifications.ts';
import type { Bundle, Channel, Delivery } from './channel.ts';
import type { Lease, Leases } from './leases.ts';
import type { Patience, Result } from './verdict.ts';
import { retryInMs } from '../domain/notification.ts';
import type { MuteReason } from './mute-reason.ts';
import { codeOf } from '../telemetry/error-code.ts';
import { notifyError } from './errors.ts';
import { idsOf } from './bundle.ts';
import type { DeliveryReportsOptions } from './delivery-reports.ts';
import { DeliveryReports } from './delivery-reports.ts';
import type { Outcome } from './delivery-traces.ts';
import { DeliveryTraces } from './delivery-traces.ts';
import type { TracesOf } from './traces-of.ts';
import type { Tracer } from '../telemetry/traces/tracer.ts';
import { Recorder } from './recorder.ts';
import { Refusals } from './refusals.ts';
import { giveUp, verdictsOf } from './verdict.ts';

export interface CourierOptions extends Pick<DeliveryReportsOptions, 'observe' | 'countError'> {
  channel: Channel;
  leases: Leases;
  notifications: NotificationStore;
  channels: Pick<ChannelStore, 'mute'>;
  /** How many watch these sections, and how often they open, for the messages about them. */
  readFigures: (sections: readonly string[]) => Promise<ReadonlyMap<string, Figures>>;
  /** The holder of the leases. Unique to one run of one process. */
  owner: string;
  leaseMs: number;
  patience: Patience;
  /** Which messages the channel has accepted lately. A failure: it did not work, or refused everyone. */
  record: CallRecord;
  /** Which looks found the changes, for the traces. */
  tracesOf: TracesOf;
  tracer: Tracer;
}

/** The first pause of a channel that refuses everyone. */
const FIRST_PAUSE_MS = 15_000;

export class Courier {
  readonly #options: CourierOptions;
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #recorder: Recorder;
  readonly #refusals = new Refusals();
  readonly #traces: DeliveryTraces;
  readonly #reports: DeliveryReports;

  constructor(options: CourierOptions, clock: Clock, log: Logger) {
    this.#options = options;
    this.#clock = clock;
    this.#log = log;
    this.#traces = new DeliveryTraces(options.tracer, clock);
    this.#reports = new DeliveryReports(options, log);
    this.#recorder = new Recorder(options.notifications, options.owner, options.leaseMs, clock, log);
  }

  /**
   * Resolves when the result is durable. A caller that waits for it before the next hand-over never has more accepted
   * but unrecorded mails than running hand-overs.
   */
  async handOver(lease: Lease, permit: Permit): Promise<void> {
    const ended = this.#traces.begin(lease.bundle);
    await this.#deliver(lease, permit).then(ended, (error: unknown) => {
      ended('interrupted');
      throw error;
    });
  }

  async #deliver(lease: Lease, permit: Permit): Promise<Outcome> {
    const { channel, notifications, owner } = this.#options;
    const { bundle } = lease;
    const [{ id, change, notice }] = bundle;
    if (change === null && notice === null) {
      permit.release();
      const error = notifyError('PMC_CHANGE_MISSING', { notification: id });
      return this.#conclude(bundle, { outcome: 'dead', error: `${error.code}: ${error.message}` });
    }
    let delivery: Delivery;
    try {
      delivery = await channel.deliver(bundle, () => this.#mayHandOver(lease));
    } catch (error) {
      permit.release();
      return await this.#brokeDown(bundle, error);
    }
    if (delivery.outcome === 'withdrawn') {
      permit.release();
      this.#log.warn({ section: bundle[0].section }, 'a lease lapsed before the hand-over; nothing was sent');
      await notifications.release(owner, idsOf(bundle));
      return 'withdrawn';
    }
    if (delivery.outcome === 'busy') {
      permit.release();
      await notifications.postpone(owner, idsOf(bundle), delivery.inMs);
      return 'busy';
    }
    if (delivery.outcome === 'gone') {
      permit.success();
      await this.#mute(bundle[0].destination, delivery.reason, delivery.error);
      return 'channel muted';
    }
    const { result, former = [], bounced = [] } = this.#judge(bundle, delivery, permit);
    const outcome = await this.#conclude(bundle, result);
    for (const destination of bounced) await this.#mute(destination, 'bounced', 'the server knows no such address');
    // Their results were recorded before this one, so they are revived after it.
    if (former.length > 0) await notifications.revive(former, retryInMs(0, this.#options.patience.random()));
    return outcome;
  }

  /**
   * The attempt failed on our side, for example because the message could not be composed. It says nothing of the other
   * side, but it counts: otherwise the notification would be tried for ever, each time its lease lapses.
   */
  async #brokeDown(bundle: Bundle, thrown: unknown): Promise<Outcome> {
    this.#log.error({ section: bundle[0].section, err: thrown }, 'a message could not be prepared');
    const error = `${codeOf(thrown)}: ${reasonOf(thrown)}`;
    return (await this.#settle(bundle, { outcome: 'failed', error }))[0]!.outcome;
  }

  /** Mutes a channel of a student. Its pending notifications are given up. */
  async #mute(destination: string, reason: MuteReason, error: string): Promise<void> {
    await this.#options.channels.mute(destination, reason, 'us');
    this.#log.info({ channel: this.#options.channel.name, reason, error }, 'a channel of a student was muted');
  }

  /** Nothing is handed over while the store cannot confirm the lease. */
  async #mayHandOver(lease: Lease): Promise<boolean> {
    try {
      return await this.#options.leases.holds(lease);
    } catch (error) {
      this.#log.warn({ reason: reasonOf(error) }, 'the store could not confirm a lease');
      return false;
    }
  }

  /** Makes dead letters of a bundle that waited too long and could not be tried. */
  async giveUp(bundle: Bundle, reason: string): Promise<void> {
    const ended = this.#traces.begin(bundle);
    await this.#write(bundle, { outcome: 'failed', error: reason }, giveUp(bundle, this.#clock.now(), 0, reason));
    ended('dead');
  }

  /**
   * Decides whose fault the result is and tells the breaker. `former`: ids of notifications that were blamed on their
   * recipients until now, by mistake. `bounced`: channels whose addresses do not exist.
   */
  #judge(
    bundle: Bundle,
    delivery: Exclude<Delivery, { outcome: 'withdrawn' | 'busy' | 'gone' }>,
    permit: Permit,
  ): { result: Result; former?: string[]; bounced?: string[] } {
    const { recipient } = bundle[0];
    switch (delivery.outcome) {
      case 'sent': {
        const bounced = this.#refusals.accepted(recipient);
        this.#options.record.succeeded();
        permit.success();
        return { result: delivery, bounced };
      }
      case 'refused': {
        const blame = this.#refusals.refused({
          ids: idsOf(bundle),
          recipient,
          text: delivery.text,
          bounced: delivery.noAddress ? bundle[0].destination : null,
        });
        const { error } = delivery;
        if (blame.on === 'channel') return { result: this.#refusedByAll(permit, error), former: blame.former };
        // The server is healthy: it answered by refusing one recipient.
        permit.success();
        return { result: { outcome: 'dead', error } };
      }
      case 'blocked': {
        const { error } = delivery;
        const who = this.#refusals.blocked(recipient);
        if (who === 'everyone') return { result: this.#refusedByAll(permit, error) };
        if (who === 'perhaps') this.#pause(permit, error, false);
        else permit.release();
        return { result: { outcome: 'failed', error } };
      }
      case 'failed':
        if (delivery.outage) {
          permit.failure();
          this.#options.record.failed(delivery.error);
        } else permit.success();
        return { result: { outcome: 'failed', error: delivery.error } };
      default:
        return delivery satisfies never;
    }
  }

  #refusedByAll(permit: Permit, error: string): Result {
    this.#pause(permit, error, true);
    return { outcome: 'kept', error };
  }

  #pause(permit: Permit, error: string, grows: boolean): void {
    permit.trip(FIRST_PAUSE_MS, grows);
    this.#options.record.failed(error);
    this.#log.error(
      { channel: this.#options.channel.name, error },
      'the channel refuses all messages; they stay pending',
    );
  }

  async #conclude(bundle: Bundle, result: Result): Promise<Outcome> {
    const verdicts = await this.#settle(bundle, result);
    // An address may come back. A browser or webhook that was dead for so long is repaired by its student or never.
    const { name } = this.#options.channel;
    const isGivenUp = result.outcome === 'failed' && verdicts.some(({ outcome }) => outcome === 'dead');
    if (isGivenUp && name !== 'email') await this.#mute(bundle[0].destination, 'unreachable', result.error);
    return result.outcome === 'kept' ? 'refused by all' : verdicts[0]!.outcome;
  }

  async #settle(bundle: Bundle, result: Result): Promise<Verdict[]> {
    const verdicts = verdictsOf(bundle, result, this.#clock.now(), this.#options.patience);
    await this.#write(bundle, result, verdicts);
    return verdicts;
  }

  async #write(bundle: Bundle, result: Result, verdicts: Verdict[]): Promise<void> {
    const at = this.#clock.now();
    await this.#recorder.record(verdicts);
    if (result.outcome === 'sent') this.#reports.sent(bundle, at);
    else this.#reports.failed(bundle, result.error, verdicts);
  }
}
