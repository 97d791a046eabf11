/** Writes docs/reference/metrics.md: the metrics of /metrics other than prom-client's defaults. */
import { measureBus } from '../../src/bus/bus-metrics.ts';
import { ReadingsGauges } from '../../src/nodes/readings-gauges.ts';
import { SampleGauges } from '../../src/nodes/sample-gauges.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import { spanCounter } from '../../src/telemetry/traces/create-tracer.ts';
import { head, table } from './markdown.ts';

/** Matches our own metrics, not those of every Node program. */
const OURS = /^pickmyclass_/;

const NO_OUTSIDERS = {
  connections: { waiting: 0, anonymous: 0, key: 0, viewer: 0, operator: 0 },
  bytes: 0,
  placesUsedUp: false,
  droppedPublishes: 0,
};

export interface OurMetric {
  name: string;
  type: string;
  labels: string[];
  help: string;
}

export function ourMetrics(): OurMetric[] {
  const { registry } = createMetrics();
  measureBus(registry, { outsiders: NO_OUTSIDERS, refused: {} });
  spanCounter(registry);
  new ReadingsGauges(registry).show(null);
  new SampleGauges(registry).show({});
  return registry
    .getMetricsAsArray()
    .filter(({ name }) => OURS.test(name))
    .map(describe);
}

export function metricsPage(): string {
  return [
    head('Metrics', 'the metrics registry'),
    '`GET /metrics` answers in the Prometheus text format. It has the names below, and the',
    '[default names of prom-client](https://github.com/siimon/prom-client#default-metrics) for the process and Node.',
    'An external broker (`BUS_URL`) has figures of its own, so the names with `mqtt` are missing then.',
    'Gauges of the whole system are those of the process that publishes. The others leave them out.\n',
    table(['name', 'type', 'labels', 'meaning'], ourMetrics().map(rowOf)),
  ].join('\n');
}

/** prom-client's types leave out properties that every metric has. */
function describe(metric: object): OurMetric {
  const { name, help, labelNames: labels = [] } = metric as { name: string; help: string; labelNames?: string[] };
  return { name, type: metric.constructor.name.toLowerCase(), labels, help };
}

function rowOf({ name, type, labels, help }: OurMetric): string[] {
  return [`\`${name}\``, type, labels.map((label) => `\`${label}\``).join(', '), help];
}
