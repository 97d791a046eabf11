import t from 'tap';
import type { Goal, Summary } from '../../../scripts/bench/benchmark.ts';
import { IN_FULL_CHROMIUM, reportGoals } from '../../../scripts/bench/cycle/goals.ts';

function summary(figures: Record<string, number>): Summary {
  return Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, { median: value, min: 0, max: 0 }]));
}
const cost = (rate: number, cpu: number): Summary => summary({ 'sections/min': rate, 'CPU ms/section': cpu });
const one = (megabytes: number, block: number): Summary =>
  summary({ 'MB, whole tree': megabytes, 'longest block, ms': block, 'CPU ms/section': 2 });

t.test('the goals are ratios to the best of those they name', async (t) => {
  const goals: Goal[] = [];
  reportGoals(
    { goal: (goal) => goals.push(goal) },
    {
      warm: {
        PickMyClass: cost(120_000, 0.5),
        'PickMyClass, HTTP/2': cost(200_000, 0.2),
        'a new page for each section': cost(120, 300),
        [IN_FULL_CHROMIUM]: cost(60, 600),
        crawlee: cost(400, 200),
        'puppeteer-cluster': cost(500, 400),
        'no browser (undici), HTTP/1.1 over TLS': cost(400_000, 0.1),
        'no browser (undici), HTTP/2': cost(300_000, 0.09),
      },
      ten: [
        ...Array.from({ length: 2 }, () => one(900, 300)),
        ...Array.from({ length: 8 }, (_, nth) => one(500 + nth, 40)),
      ],
      large: [one(2_000, 400), one(1_014, 90)],
    },
  );
  t.same(
    goals.map(({ value }) => Number(value.toFixed(3))),
    [1_000, 600, 2_000, 1_200, 240, 400, 0.5, 0.45, 507, 1.014, 40, 10, 2],
  );
  t.same(
    goals
      .filter(({ value, atLeast = -Infinity, atMost = Infinity }) => value < atLeast || value > atMost)
      .map(({ what }) => what),
    ['less CPU a section than a new page for each section'],
  );
});
