/** Writes docs/reference/metrics.md: the metrics of /metrics other than prom-client's defaults. */
import { measureBus } from '../../src/bus/bus-metrics.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import { head, table } from './markdown.ts';

/** Matches our own metrics, not those of every Node program. */
const OURS = /^pickmyclass_/;

const NO_OUTSIDERS = {
  connections: { waiting: 0, anonymous: 0, key: 0, viewer: 0, operator: 0 },
  bytes: 0,
  placesUsedUp: false,
  droppedPublishes: 0,
};

export function metricsPage(): string {
  const { registry } = createMetrics();
  measureBus(registry, { outsiders: NO_OUTSIDERS, refused: {} });
  const metrics = registry.getMetricsAsArray().filter(({ name }) => OURS.test(name));
  return [
    head('Metrics', 'the metrics registry'),
    '`GET /metrics` answers in the Prometheus text format. It has the names below, and the',
    '[default names of prom-client](https://github.com/siimon/prom-client#default-metrics) for the process and Node.',
    'An external broker (`BUS_URL`) has figures of its own, so the names with `mqtt` are missing then.\n',
    table(['name', 'type', 'labels', 'meaning'], metrics.map(rowOf)),
  ].join('\n');
}

/** prom-client's types leave out properties that every metric has. */
function rowOf(metric: object): string[] {
  const { name, help, labelNames = [] } = metric as { name: string; help: string; labelNames?: string[] };
  const labels = labelNames.map((label) => `\`${label}\``).join(', ');
  return [`\`${name}\``, metric.constructor.name.toLowerCase(), labels, help];
}
