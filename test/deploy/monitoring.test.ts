/** The dashboard and the alert rules for other monitoring systems, compared with what /metrics has. */
import { readFileSync } from 'node:fs';
import t from 'tap';
import { parse } from 'yaml';
import { ourMetrics } from '../../scripts/docs/metrics-page.ts';
import { ALERT_RULES } from '../../src/domain/alert-rules.ts';
import { SERIES } from '../../src/domain/series.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';

interface Rule {
  alert: string;
  expr: string;
  for?: string;
  keep_firing_for?: string;
  labels: { severity: string };
  annotations: { summary: string };
}
interface Panel {
  title: string;
  datasource: { uid: string };
  targets: { expr: string }[];
}

const read = (file: string): string => readFileSync(`deploy/${file}`, 'utf8');
const { groups } = parse(read('prometheus/alerts.yml')) as { groups: { name: string; rules: Rule[] }[] };
const dashboard = JSON.parse(read('grafana/pickmyclass.json')) as {
  panels: Panel[];
  templating: { list: { name: string; type: string; query: string }[] };
};
const rules = groups.find(({ name }) => name === 'pickmyclass')!.rules;
const queries = dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));

const ours = new Map(ourMetrics().map((metric) => [metric.name, metric]));
const all = new Set([
  ...ours.keys(),
  ...createMetrics()
    .registry.getMetricsAsArray()
    .map(({ name }) => name),
]);

/** What an expression names, with its labels. */
function namedIn(expr: string): { name: string; labels: string[] }[] {
  return [...expr.matchAll(/\b((?:pickmyclass|process|nodejs)_[a-z0-9_]+)(?:\{([^}]*)\})?/g)].map(
    ([, name, labels]) => ({
      name: name!.replace(/_(bucket|count|sum)$/, ''),
      labels: [...(labels ?? '').matchAll(/(\w+)=~?"/g)].map(([, label]) => label!),
    }),
  );
}

/** `PickMyClassDeadLetters` for `dead-letters`. */
const ruleName = (alert: string): string =>
  `PickMyClass${alert.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase())}`;

/** As Prometheus writes it; undefined: at once. */
function durationOf(ms: number): string | undefined {
  if (ms === 0) return undefined;
  return ms % 60_000 === 0 ? `${ms / 60_000}m` : `${ms / 1_000}s`;
}

t.test('every metric and label that a rule or a panel names exists', async (t) => {
  for (const expr of [...groups.flatMap((group) => group.rules.map((rule) => rule.expr)), ...queries]) {
    const named = namedIn(expr);
    t.ok(named.length > 0, expr);
    for (const { name, labels } of named) {
      t.ok(all.has(name), `${name} in ${expr}`);
      for (const label of labels) t.ok(ours.get(name)?.labels.includes(label), `${name}{${label}}`);
    }
  }
});

t.test('each alert has a rule with its threshold, times and severity', async (t) => {
  t.same(
    rules.map(({ alert }) => alert),
    ALERT_RULES.map(({ name }) => ruleName(name)),
  );
  for (const { name, above, forMs, clearForMs, severity } of ALERT_RULES) {
    const rule = rules.find(({ alert }) => alert === ruleName(name))!;
    t.equal(Number(/ > ([\d.]+)(?: unless |$)/.exec(rule.expr)?.[1]), above, `${name}: ${rule.expr}`);
    t.equal(rule.for, durationOf(forMs), `${name} starts in time`);
    t.equal(rule.keep_firing_for, durationOf(clearForMs), `${name} ends in time`);
    t.equal(rule.labels.severity, severity, name);
    t.ok(rule.annotations.summary.length > 10, name);
  }
});

t.test('the example knows the rules and reads /metrics', async (t) => {
  t.match(parse(read('prometheus/prometheus.yml')), {
    rule_files: ['alerts.yml'],
    scrape_configs: [{ metrics_path: '/metrics' }],
  });
});

t.test('the dashboard lets its reader choose the data source, and every panel uses that', async (t) => {
  t.match(dashboard.templating.list, [{ name: 'datasource', type: 'datasource', query: 'prometheus' }]);
  t.same([...new Set(dashboard.panels.map(({ datasource }) => datasource.uid))], ['${datasource}']);
});

t.test('the dashboard has as many panels as there are kinds of series', async (t) => {
  const kinds = new Set(Object.keys(SERIES).map((name) => name.replace(/^latency-.*/, 'latency')));
  // The budget is a panel of its own, because it is a share.
  t.equal(dashboard.panels.length, kinds.size + 1);
});
