import t from 'tap';
import { Chooser } from '../../../src/checking/choosing/chooser.ts';
import type { Row } from '../../../src/checking/choosing/row.ts';
import type { Schedule } from '../../../src/domain/cadence.ts';
import { boardRow, full, HOUR } from '../../support/board-rows.ts';

const INTERVAL = 300_000;

function chooserOf(rows: Row[], schedule: Schedule, perMinute: number, subjectRows: number | null = null): Chooser {
  const source = { subjectRows, hasCourses: true };
  const chooser = new Chooser({
    schedule,
    intervalMs: INTERVAL,
    perMinute,
    stalenessMs: 24 * HOUR,
    source,
    epochMs: 0,
  });
  chooser.put(rows, 0);
  return chooser;
}

/** One course each. */
const courses = (count: number, more: Partial<Row> = {}): Row[] =>
  Array.from({ length: count }, (_, index) => boardRow(10_000 + index, `CSE ${100 + index}`, more));

t.test('a budget that is ample allows the interval that is set', (t) => {
  t.match(chooserOf(courses(50), 'fixed', 60).report([], 0), {
    askedPerMinute: 10,
    allowedPerMinute: 60,
    intervalMs: INTERVAL,
    resultingMs: INTERVAL,
    sections: [],
  });
  t.end();
});

t.test('when the budget is short, the interval grows with what is asked', (t) => {
  const { askedPerMinute, resultingMs } = chooserOf(courses(100), 'fixed', 5).report([], 0);
  t.equal(askedPerMinute, 20);
  t.equal(resultingMs, 4 * INTERVAL);
  t.end();
});

t.test('under adaptive, courses where nobody waits for a seat ask for a quarter', (t) => {
  const open = courses(40, { seen: full({ status: 'open', open: 3 }) });
  t.equal(chooserOf(open, 'adaptive', 60).report([], 0).askedPerMinute, 2);
  t.equal(chooserOf(open, 'fixed', 60).report([], 0).askedPerMinute, 8);
  t.end();
});

t.test('a subject asks for its pages, and never for more than its courses', (t) => {
  const chooser = chooserOf(courses(50), 'fixed', 60, 200);
  t.equal(chooser.report([], 0).askedPerMinute, 0.2, 'one page every five minutes');
  chooser.setKnown('2267', 'CSE', 600);
  t.equal(chooser.report([], 1_000).askedPerMinute, 0.6, 'three pages');
  chooser.setKnown('2267', 'CSE', 20_000);
  t.equal(chooser.report([], 2_000).askedPerMinute, 10, 'fifty courses are less than a hundred pages');
  t.end();
});

t.test('the pace of a section is that of its course, and one that is not watched is left out', (t) => {
  const [wanted, calm] = [
    boardRow(10_000, 'CSE 310', { watches: 100, seen: full({ changedAt: 0 }) }),
    boardRow(10_001, 'MAT 265', { seen: full({ status: 'open', open: 3 }) }),
  ];
  const chooser = chooserOf([wanted, calm], 'adaptive', 60);
  const { sections } = chooser.report(['asu/2267/10000', 'asu/2267/10001', 'asu/2267/99999'], 5_000);
  t.equal(sections.length, 2);
  const [hot, quiet] = sections;
  t.equal(hot!.intervalMs, 15_000, 'not more often than the least gap');
  t.equal(hot!.nextInMs, 10_000);
  t.ok(quiet!.intervalMs > 3 * hot!.intervalMs && quiet!.intervalMs <= 4 * INTERVAL, 'within the promise');
  t.end();
});

t.test('under fixed, a section is looked at when its interval is over', (t) => {
  const chooser = chooserOf(courses(1), 'fixed', 60);
  t.same(chooser.report(['asu/2267/10000'], 100_000).sections, [
    { section: 'asu/2267/10000', intervalMs: INTERVAL, nextInMs: 200_000 },
  ]);
  t.end();
});

t.test('after a failed look the next one has its own time', (t) => {
  const chooser = chooserOf(courses(1, { failures: 1, dueAt: 8_000 }), 'adaptive', 60);
  t.equal(chooser.report(['asu/2267/10000'], 3_000).sections[0]!.nextInMs, 5_000);
  t.end();
});
