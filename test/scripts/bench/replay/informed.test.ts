import t from 'tap';
import { informed } from '../../../../scripts/bench/replay/informed.ts';
import { courseOf, readSeries } from '../../../../scripts/bench/replay/series.ts';
import type { Series } from '../../../../scripts/bench/replay/series.ts';

const series = readSeries('test/fixtures/campus/ucsd-2022-spring-slice.csv');
const MINUTE = 60_000;

/** The series with the openings of these courses only. */
const only = (courses: readonly string[]): Series => ({
  ...series,
  openings: series.openings.filter(({ section }) => courses.includes(courseOf(section))),
});

t.test('it spends nothing on a course that will not open', async (t) => {
  const [first] = series.openings;
  const one = only([courseOf(first!.section)]);
  const { lateness, requests } = informed(one, { perMinute: 1, bySubject: false });
  const seen = one.openings.filter(({ from, until }) => until - from > MINUTE);
  t.ok(lateness.length >= seen.length, 'all that stay open for more than a minute');
  t.ok(Math.max(...lateness) <= MINUTE);
  t.ok(requests <= series.durationMs / MINUTE + 1, 'the budget is kept');
});

t.test('it knows how often a course will open, and not when', async (t) => {
  const shifted = (byMs: number): number => {
    const openings = series.openings.map((each) => ({ ...each, from: each.from + byMs, until: each.until + byMs }));
    return informed({ ...series, openings }, { perMinute: 1, bySubject: false }).requests;
  };
  t.equal(shifted(0), shifted(7 * MINUTE));
  const lateness = (perMinute: number): number =>
    Math.max(...informed(series, { perMinute, bySubject: true }).lateness);
  t.ok(lateness(30) < lateness(0.5), 'more requests see more, sooner');
});
