import t from 'tap';
import { RANGES, SERIES, SERIES_NAMES, TIME_BOUNDS_S } from '../../src/domain/series.ts';

t.test('names, columns and bounds can be field names of both stores', (t) => {
  const columns = SERIES_NAMES.flatMap((name) => SERIES[name].columns.map((column) => column.name));
  const bounds = TIME_BOUNDS_S.map((seconds) => String(seconds * 1_000));
  for (const name of [...SERIES_NAMES, ...columns, ...bounds]) t.match(name, /^[a-z0-9][a-z0-9-]*$/);
  t.end();
});

t.test('the columns of a series have different names', (t) => {
  for (const name of SERIES_NAMES) {
    const columns = SERIES[name].columns.map((column) => column.name);
    t.equal(new Set(columns).size, columns.length, name);
  }
  t.end();
});

t.test('only figures per minute are added up over time: their sum is a number of events', (t) => {
  for (const name of SERIES_NAMES) {
    const { kind, unit, columns } = SERIES[name];
    if (kind !== 'plain') continue;
    for (const { name: column, time } of columns) if (time === 'sum') t.equal(unit, 'per-minute', `${name} ${column}`);
  }
  t.end();
});

t.test('a range is a whole number of steps, and each step is a whole number of the next finer one', (t) => {
  const steps = Object.values(RANGES).map(({ seconds, step }) => {
    t.equal(seconds % step, 0);
    return step;
  });
  steps.slice(1).forEach((step, index) => t.equal(step % steps[index]!, 0));
  t.end();
});
