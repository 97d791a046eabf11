/** The metrics: prom-client's defaults and our own. Any actor can use it. */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { TIME_BOUNDS_S } from '../domain/series.ts';
import { LoopDelay } from './loop-delay.ts';

export interface Metrics {
  readonly registry: Registry;
  /** Counts each look at a section. */
  readonly checks: Counter<'institution' | 'outcome'>;
  /** Counts each request to a source host. */
  readonly requests: Counter<'host'>;
  /** Counts each change that a look has found. */
  readonly changes: Counter<'institution'>;
  /** Counts failed looks, failed deliveries and requests that failed on the server's side. */
  readonly errors: Counter<'code'>;
  /**
   * Seconds; stage `detected_queued`, `queued_sent` or `detected_sent`, or `detected_published` for the channel `mqtt`.
   */
  readonly notificationSeconds: Histogram<'channel' | 'stage'>;
  readonly loopDelay: LoopDelay;
}

/** Creates the metrics in a new registry. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  return {
    registry,
    loopDelay: measureEventLoop(registry),
    checks: new Counter({
      name: 'pickmyclass_checks_total',
      help: 'Sections looked at',
      labelNames: ['institution', 'outcome'],
      registers,
    }),
    requests: new Counter({
      name: 'pickmyclass_requests_total',
      help: 'Requests to source hosts',
      labelNames: ['host'],
      registers,
    }),
    changes: new Counter({
      name: 'pickmyclass_changes_total',
      help: 'Changes that looks have found',
      labelNames: ['institution'],
      registers,
    }),
    errors: new Counter({
      name: 'pickmyclass_errors_total',
      help: 'Failed looks, failed deliveries, and requests that failed on the side of the server, by error code',
      labelNames: ['code'],
      registers,
    }),
    notificationSeconds: new Histogram({
      name: 'pickmyclass_notification_seconds',
      help: 'From a change to its notification, by stage',
      labelNames: ['channel', 'stage'],
      buckets: [...TIME_BOUNDS_S],
      registers,
    }),
  };
}

/** prom-client's event-loop metrics are averages over the life of the process, so one long block does not show. */
function measureEventLoop(registry: Registry): LoopDelay {
  const delay = new LoopDelay();
  const gauge: Gauge = new Gauge({
    name: 'pickmyclass_event_loop_delay_max_seconds',
    help: 'Longest block of the main thread since the last scrape',
    registers: [registry],
    collect: () => gauge.set(delay.scrape()),
  });
  return delay;
}
