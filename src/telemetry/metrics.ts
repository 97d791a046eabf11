/** The metrics: prom-client's defaults and our own. Imports no other module of ours, so that any actor can use it. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

export interface Metrics {
  readonly registry: Registry;
  /** Counts each look at a section. */
  readonly checks: Counter<'institution' | 'outcome'>;
  /** Counts each request to a source host. */
  readonly requests: Counter<'host'>;
  /** Seconds; stage `detected_queued` or `queued_sent`, or `detected_published` for the channel `mqtt`. */
  readonly notificationSeconds: Histogram<'channel' | 'stage'>;
}

const NOTIFICATION_BUCKETS_S = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1_800, 86_400];
const LOOP_RESOLUTION_MS = 10;
const NANOSECONDS_PER_SECOND = 1e9;

/** Creates the metrics in a new registry. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  measureEventLoop(registry);
  return {
    registry,
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
    notificationSeconds: new Histogram({
      name: 'pickmyclass_notification_seconds',
      help: 'From a change to its notification, by stage',
      labelNames: ['channel', 'stage'],
      buckets: NOTIFICATION_BUCKETS_S,
      registers,
    }),
  };
}

/** prom-client's event-loop metrics are averages over the life of the process, so one long block does not show. */
function measureEventLoop(registry: Registry): void {
  const delay = monitorEventLoopDelay({ resolution: LOOP_RESOLUTION_MS });
  delay.enable();
  const gauge: Gauge = new Gauge({
    name: 'pickmyclass_event_loop_delay_max_seconds',
    help: 'Longest block of the main thread since the last scrape',
    registers: [registry],
    collect: () => {
      gauge.set(delay.count === 0 ? 0 : delay.max / NANOSECONDS_PER_SECOND);
      delay.reset();
    },
  });
}
