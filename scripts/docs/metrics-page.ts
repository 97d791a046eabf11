/** docs/reference/metrics.md: what /metrics shows beside the default names of prom-client. */
import { measureBus } from '../../src/bus/bus-metrics.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import { head, table } from './markdown.ts';

/** Names of ours, beside those that every Node program has. */
const OURS = /^pickmyclass_/;

const NO_OUTSIDERS = {
  connections: { waiting: 0, anonymous: 0, operator: 0 },
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

/** The types of prom-client leave out what every metric has. */
function rowOf(metric: object): string[] {
  const { name, help, labelNames = [] } = metric as { name: string; help: string; labelNames?: string[] };
  const labels = labelNames.map((label) => `\`${label}\``).join(', ');
  return [`\`${name}\``, metric.constructor.name.toLowerCase(), labels, help];
}
