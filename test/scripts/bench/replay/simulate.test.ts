import t from 'tap';
import { clairvoyant } from '../../../../scripts/bench/replay/clairvoyant.ts';
import { lateMinutes, shareOf } from '../../../../scripts/bench/replay/outcome.ts';
import { busiestPart, enlarged, readSeries } from '../../../../scripts/bench/replay/series.ts';
import { simulate } from '../../../../scripts/bench/replay/simulate.ts';

const series = readSeries('test/fixtures/campus/ucsd-2022-spring-slice.csv');
const rules = { perMinute: 0.05, bySubject: false };

t.test('an opening begins when a shown section becomes open, and ends when it no longer is', async (t) => {
  t.ok(series.openings.length > 5);
  for (const { section, from, until } of series.openings) {
    t.ok(from < until && until <= series.durationMs, section.classNumber);
    t.ok(series.steps.some((step) => step.section === section && step.at === from));
  }
});

t.test('a large budget sees every opening at once, and none sees more than a clairvoyant', async (t) => {
  const ample = simulate(series, { ...rules, perMinute: 30, schedule: 'adaptive' });
  t.equal(shareOf(ample), 1);
  t.ok(lateMinutes(ample, 0.9) < 5, `${lateMinutes(ample, 0.9)} minutes`);
  const bound = clairvoyant(series, rules);
  for (const schedule of ['adaptive', 'fixed', 'stagger'] as const) {
    const outcome = simulate(series, { ...rules, schedule });
    t.ok(outcome.lateness.length <= bound.lateness.length, schedule);
    t.ok(outcome.requests <= (rules.perMinute * series.durationMs) / 60_000 + 1, 'the budget is kept');
  }
});

t.test('the same series gives the same outcome', async (t) => {
  const run = () => simulate(series, { ...rules, schedule: 'adaptive' });
  t.same(run(), run());
});

t.test('a series is enlarged without changing its rhythm', async (t) => {
  const large = enlarged(series, 3 * series.sections.length, 4, 60_000);
  t.equal(large.sections.length, 3 * series.sections.length);
  t.equal(large.openings.length, 3 * series.openings.length);
  t.equal(new Set(large.sections.map(({ subject }) => subject)).size, 4);
});

t.test('the busiest part has the most openings, and begins with the sections as they were then', async (t) => {
  const half = series.durationMs / 2;
  const part = busiestPart(series, half);
  const most = Math.max(
    ...series.openings.map(
      ({ from }) => series.openings.filter((other) => other.from >= from && other.from <= from + half).length,
    ),
  );
  t.equal(part.openings.length, most);
  t.ok(part.durationMs <= half);
});
