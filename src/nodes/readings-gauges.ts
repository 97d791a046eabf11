/**
 * Shows the readings of the whole system at /metrics. Only the node that watches over all nodes has them. The alert
 * rules in deploy/prometheus are about these gauges.
 */
import type { Registry } from 'prom-client';
import { Gauge } from 'prom-client';
import type { BreakerReading, Readings } from '../domain/readings.ts';
import { HEALTH_CHECKS } from './health.ts';

const STATUSES = ['healthy', 'degraded', 'unhealthy'] as const;
const BREAKER_STATES = ['closed', 'open', 'half-open'] as const;

/** One value, with its labels. */
type Value = [labels: Record<string, string>, value: number];

interface Shown {
  name: string;
  help: string;
  labels?: readonly string[];
  /** What is not known now is left out. */
  read: (readings: Readings) => Value[];
}

const GAUGES: readonly Shown[] = [
  {
    name: 'pickmyclass_health_status',
    help: '1 for the status of the whole system, 0 for the others',
    labels: ['status'],
    read: ({ health }) => STATUSES.map((status) => [{ status }, Number(health.status === status)]),
  },
  {
    name: 'pickmyclass_health_check_failing',
    help: '1 while a health check fails',
    labels: ['check'],
    read: ({ health }) =>
      HEALTH_CHECKS.map((check) => [{ check }, Number(health.failing.some(({ name }) => name === check))]),
  },
  {
    name: 'pickmyclass_source_failed_looks',
    help: 'Looks at the source that failed in a row',
    labels: ['institution'],
    read: ({ sources }) => sources.map(({ institution, calls }) => [{ institution }, calls.failures]),
  },
  {
    name: 'pickmyclass_source_canary_failures',
    help: 'Looks of the last 10 minutes that did not show a section that was there',
    labels: ['institution'],
    read: ({ sources }) => sources.map(({ institution, canaryFailures }) => [{ institution }, canaryFailures]),
  },
  {
    name: 'pickmyclass_breaker_state',
    help: '1 for the state of a circuit breaker, 0 for the others',
    labels: ['place', 'state'],
    read: ({ sources, channels }) => [
      ...sources.flatMap(({ institution, breaker }) => statesOf(`checking.${institution}`, breaker)),
      ...channels.flatMap(({ channel, breaker }) => statesOf(`notifying.${channel}`, breaker)),
    ],
  },
  ...(
    [
      ['pickmyclass_sections', 'Watched sections', 'watched'],
      ['pickmyclass_sections_unknown', 'Watched sections whose state is not known now', 'unknown'],
      ['pickmyclass_sections_overdue', 'Watched sections whose look is long overdue', 'overdue'],
    ] as const
  ).map(([name, help, field]): Shown => ({
    name,
    help,
    labels: ['institution'],
    read: ({ sources }) => sources.flatMap(({ institution, pace }) => (pace ? [[{ institution }, pace[field]]] : [])),
  })),
  {
    name: 'pickmyclass_request_budget_ratio',
    help: 'Requests that the watches take, as a share of those that the budget allows',
    labels: ['institution'],
    read: ({ sources }) =>
      sources.flatMap(({ institution, pace }) =>
        pace ? [[{ institution }, pace.askedPerMinute / pace.allowedPerMinute]] : [],
      ),
  },
  {
    name: 'pickmyclass_cycle_interval_ratio',
    help: 'How long the running cycle has taken, as a share of the interval; 0: none is running',
    read: ({ cycleShare }) => [[{}, cycleShare]],
  },
  {
    name: 'pickmyclass_browsers',
    help: 'Browsers that are free, busy or away',
    labels: ['state'],
    read: ({ browsers }) =>
      browsers === null
        ? []
        : [
            [{ state: 'free' }, browsers.free],
            [{ state: 'busy' }, browsers.running - browsers.free],
            [{ state: 'away' }, browsers.total - browsers.running],
          ],
  },
  {
    name: 'pickmyclass_browser_waiting_looks',
    help: 'Looks that wait for a browser',
    read: ({ browsers }) => (browsers === null ? [] : [[{}, browsers.queued]]),
  },
  ...(
    [
      ['pickmyclass_dead_letters', 'Dead letters', 'deadLetters'],
      ['pickmyclass_notifications_pending', 'Notifications that wait', 'pending'],
      ['pickmyclass_students', 'Students with a watch that is not paused', 'students'],
    ] as const
  ).map(([name, help, field]): Shown => ({
    name,
    help,
    read: ({ stored }) => (stored === null ? [] : [[{}, stored[field]]]),
  })),
  {
    name: 'pickmyclass_nodes_lost',
    help: 'Nodes that were heard of within the last hour and are gone',
    read: ({ nodes }) => [[{}, nodes.lost.length]],
  },
  {
    name: 'pickmyclass_disk_used_ratio',
    help: 'How full the fullest disk of a DATA_DIR is, 0 to 1',
    read: ({ nodes: { disk } }) => (disk === null ? [] : [[{}, disk.usedPercent / 100]]),
  },
];

export class ReadingsGauges {
  readonly #gauges: (Pick<Shown, 'labels' | 'read'> & { gauge: Gauge })[];

  constructor(registry: Registry) {
    this.#gauges = GAUGES.map(({ name, help, labels = [], read }) => ({
      gauge: new Gauge({ name, help, labelNames: [...labels], registers: [registry] }),
      labels,
      read,
    }));
    this.show(null);
  }

  /** null: another node watches, so this one has no readings. */
  show(readings: Readings | null): void {
    for (const { gauge, labels = [], read } of this.#gauges) {
      // After a reset, a gauge without labels would be 0, which is a reading too.
      if (labels.length === 0) gauge.remove();
      else gauge.reset();
      if (readings !== null) for (const [of, value] of read(readings)) gauge.set(of, value);
    }
  }
}

function statesOf(place: string, { state }: BreakerReading): Value[] {
  return BREAKER_STATES.map((each) => [{ place, state: each }, Number(each === state)]);
}
