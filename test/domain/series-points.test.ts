import fc from 'fast-check';
import t from 'tap';
import { pointsOf, sampleOfAll } from '../../src/domain/series-points.ts';
import { TIME_BOUNDS_S } from '../../src/domain/series.ts';

const MINUTE = { from: 600, to: 660, step: 60 };

t.test('over a longer time, levels are averaged, depths keep the highest, and events are added up', (t) => {
  t.same(
    sampleOfAll([
      { browsers: { free: 2, waiting: 0 }, told: { changes: 3 } },
      { browsers: { free: 1, waiting: 9 }, told: { changes: 4 } },
      { browsers: { waiting: 1 } },
    ]),
    { browsers: { free: 1.5, waiting: 9 }, told: { changes: 7 } },
  );
  t.end();
});

t.test('what was not measured at all is not in the sample of the longer time', (t) => {
  t.same(sampleOfAll([{}, { memory: { rss: 5 } }]), { memory: { rss: 5 } });
  t.same(sampleOfAll([]), {});
  t.end();
});

t.test('events are shown as a rate per minute, whatever the step', (t) => {
  const of = (at: number, changes: number) => ({ at, figures: { changes, notifications: 0 } });
  t.same(pointsOf('told', [of(0, 3)], { from: 0, to: 10, step: 10 }).points, [[0, 18, 0]]);
  t.same(pointsOf('told', [of(0, 30)], { from: 0, to: 600, step: 600 }).points, [[0, 3, 0]]);
  t.end();
});

t.test('nodes are added up where each counts its own, and not where each knows the whole', (t) => {
  const nodes = [
    { at: 600, figures: { overdue: 7, mailboxes: 2 } },
    { at: 600, figures: { overdue: 5, mailboxes: 3, 'dead-letters': 4 } },
  ];
  t.same(pointsOf('queues', nodes, MINUTE), {
    columns: ['overdue', 'dead-letters', 'fan-out', 'notifications', 'mailboxes'],
    points: [[600, 7, 4, null, null, 5]],
  });
  t.end();
});

t.test('a step without a row is a gap, and the newest one is left out until it is written', (t) => {
  const rows = [0, 20].map((at) => ({ at, figures: { p50: 0.1, p99: 0.2, max: 0.3 } }));
  t.same(pointsOf('event-loop', rows, { from: 0, to: 40, step: 10 }).points, [
    [0, 0.1, 0.2, 0.3],
    [10, null, null, null],
    [20, 0.1, 0.2, 0.3],
  ]);
  t.end();
});

t.test('nothing measured gives gaps only', (t) => {
  t.same(pointsOf('memory', [], { from: 0, to: 30, step: 10 }).points, [
    [0, null, null, null, null, null],
    [10, null, null, null, null, null],
  ]);
  t.end();
});

t.test('quantiles are read from the times of all nodes together', (t) => {
  const nodes = [
    { at: 600, figures: { '1000': 90 } },
    { at: 600, figures: { '10000': 10 } },
  ];
  const [p50, p95, p99] = pointsOf('latency-email', nodes, MINUTE).points[0]!.slice(1);
  t.ok(p50! > 0.5 && p50! <= 1, `half took at most ${p50} s`);
  t.equal(p95, 7.5, 'halfway between 5 s and 10 s');
  t.ok(p99! > 9 && p99! <= 10, `99 % took at most ${p99} s`);
  t.end();
});

t.test('a quantile lies between the bounds of the events that it separates', (t) => {
  const bounds = [...TIME_BOUNDS_S.map((seconds) => String(seconds * 1_000)), 'Infinity'];
  const counts = fc.array(fc.tuple(fc.constantFrom(...bounds), fc.integer({ min: 1, max: 50 })), { minLength: 1 });
  fc.assert(
    fc.property(counts, (entries) => {
      const figures = Object.fromEntries(entries);
      const times = Object.entries(figures)
        .flatMap(([bound, count]) => Array.from({ length: count }, () => Number(bound) / 1_000))
        .toSorted((one, other) => one - other);
      const values = pointsOf('latency-mqtt', [{ at: 600, figures }], MINUTE).points[0]!.slice(1);
      [0.5, 0.95, 0.99].forEach((share, index) => {
        const bound = times[Math.ceil(share * times.length - 1e-9) - 1]!;
        const below = TIME_BOUNDS_S.findLast((each) => each < bound) ?? 0;
        const value = values[index]!;
        if (value < below - 1e-9 || value > bound + 1e-9) throw new Error(`${value} is not in ${below}…${bound}`);
      });
    }),
    { seed: 12 },
  );
  t.end();
});

t.test('no event, no quantile', (t) => {
  t.same(pointsOf('latency-webhook', [{ at: 600, figures: {} }], MINUTE).points, [[600, null, null, null]]);
  t.end();
});

t.test('each code is a column, the most frequent first, and the rest are one', (t) => {
  t.same(pointsOf('errors', [{ at: 600, figures: { PMC_B: 2, PMC_A: 2, PMC_C: 3 } }], MINUTE), {
    columns: ['PMC_C', 'PMC_A', 'PMC_B'],
    points: [[600, 3, 2, 2]],
  });
  const many = Object.fromEntries(Array.from({ length: 15 }, (_, index) => [`PMC_${index}`, 20 - index]));
  const { columns, points } = pointsOf('errors', [{ at: 600, figures: many }], MINUTE);
  t.same(columns.slice(-2), ['PMC_11', 'other']);
  t.equal(points[0]!.at(-1), 8 + 7 + 6);
  t.end();
});

t.test('a code that did not occur in a step is zero there, because its node measured', (t) => {
  const rows = [
    { at: 0, figures: { PMC_A: 1 } },
    { at: 10, figures: {} },
  ];
  t.same(pointsOf('errors', rows, { from: 0, to: 20, step: 10 }).points, [
    [0, 6],
    [10, 0],
  ]);
  t.end();
});
