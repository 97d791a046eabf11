/**
 * Notifications in the traces of the looks that found their changes: how long each waited, and each attempt to deliver
 * it. A span says over which channel and with which outcome, never to whom.
 */
import type { Clock } from '../runtime/index.ts';
import type { Tracer } from '../telemetry/traces/tracer.ts';
import type { Bundle } from './channel.ts';

/** How an attempt ended. The first two are not failures. */
export type Outcome =
  'sent' | 'busy' | 'withdrawn' | 'retry' | 'dead' | 'refused by all' | 'channel muted' | 'interrupted';

const FINE: ReadonlySet<Outcome> = new Set<Outcome>(['sent', 'busy']);

export class DeliveryTraces {
  readonly #tracer: Tracer;
  readonly #clock: Clock;

  constructor(tracer: Tracer, clock: Clock) {
    this.#tracer = tracer;
    this.#clock = clock;
  }

  /** An attempt begins. Call the result with how it ended. */
  begin(bundle: Bundle): (outcome: Outcome) => void {
    if (!this.#tracer.isOn) return () => {};
    const since = this.#tracer.moment();
    const spans = bundle.map(({ trace, channel, section, kind, attempts, queuedAt }) => {
      const attributes = { 'pickmyclass.channel': channel, 'pickmyclass.section': section };
      if (attempts === 0) {
        const waited = Math.max(0, this.#clock.now() - queuedAt);
        const queued = { now: queuedAt, monotonic: since.monotonic - waited };
        this.#tracer.begin({ name: 'notification queued', since: queued, attributes }, trace).end();
      }
      const about = {
        ...attributes,
        'pickmyclass.kind': kind ?? undefined,
        'pickmyclass.attempt': attempts + 1,
        'messaging.operation.type': 'send',
        'messaging.batch.message_count': bundle.length,
      };
      return this.#tracer.begin({ name: `send ${channel}`, kind: 'producer', since, attributes: about }, trace);
    });
    return (outcome) => {
      for (const span of spans) span.end({ 'pickmyclass.outcome': outcome }, FINE.has(outcome) ? null : outcome);
    };
  }
}
