import t from 'tap';
import { ourMetrics } from '../../scripts/docs/metrics-page.ts';

/** The conventions of Prometheus: https://prometheus.io/docs/practices/naming/ */
const metrics = ourMetrics();

/** Words for units that are not base units. Base units are seconds, bytes and ratios. */
const OTHER_UNITS =
  /_(ms|millis|milliseconds?|minutes?|hours?|days?|kb|mb|gb|kilobytes|megabytes|percent|per_\w+)(_|$)/;

t.test('there are metrics of each type', async (t) => {
  t.same([...new Set(metrics.map(({ type }) => type))].toSorted(), ['counter', 'gauge', 'histogram']);
  t.ok(metrics.length > 25);
});

for (const { name, type, labels } of metrics)
  t.test(name, async (t) => {
    t.match(name, /^pickmyclass(_[a-z][a-z0-9]*)+$/, 'begins with the name of the program, in snake case');
    t.equal(name.endsWith('_total'), type === 'counter', 'a counter, and nothing else, ends in _total');
    t.notMatch(name, OTHER_UNITS, 'has base units');
    t.notMatch(name, /_(sum|count|bucket|info)$/, 'leaves the endings of Prometheus alone');
    if (type === 'histogram') t.match(name, /_(seconds|bytes)$/, 'says its unit');
    for (const label of labels) {
      t.match(label, /^[a-z][a-z0-9_]*$/, `label ${label}`);
      t.notOk(['le', 'quantile', 'unit', 'job', 'instance'].includes(label), `label ${label} is free`);
      t.notMatch(`_${label}`, OTHER_UNITS, `label ${label} is no unit`);
    }
  });

t.test('times are counted by channel and stage', async (t) => {
  const times = metrics.find(({ name }) => name === 'pickmyclass_notification_seconds');
  t.match(times, { type: 'histogram', labels: ['channel', 'stage'] });
});
