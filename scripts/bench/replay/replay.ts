/** `npm run bench -- replay [file.csv]`: what each schedule sees of the openings of a recorded series. */
import { basename, dirname, join } from 'node:path';
import type { Bench, Benchmark, Figures } from '../benchmark.ts';
import { clairvoyant } from './clairvoyant.ts';
import { informed } from './informed.ts';
import { figuresOf, lateMinutes, shareOf } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { madeSeries } from './made-series.ts';
import { busiestPart, courseOf, enlarged, readSeries } from './series.ts';
import type { Series } from './series.ts';
import { simulate } from './simulate.ts';
import type { Rules } from './simulate.ts';

const SMALL_SERIES = 'test/fixtures/campus/ucsd-2022-spring-slice.csv';
/** Shares of the openings that `stagger` sees, each with the least share for `adaptive` at the same budget. */
const SHARES = [
  [0.8, 0.9],
  [0.9, 0.96],
] as const;
/** The search for a budget: its steps, and the minutes that one look at every course or subject may take. */
const STEPS = 8;
const SWEEP_MINUTES: readonly [number, number] = [10, 600];

const QUICK = { sections: 600, days: 1, share: 0.8 };

const DEFAULTS = { perMinute: 60, sections: 6_250, subjects: 200, days: 1, shiftMs: 2_220_000 };
const DAY_MS = 86_400_000;

export const replay: Benchmark = {
  about: 'What each schedule sees of the openings of a recorded enrolment series, and how late.',
  method: [
    'The real chooser (`src/checking/choosing`) spends a request budget on the series; the clock is simulated. Every',
    'section is watched by one student, the interval is five minutes, and an answer comes at once. An opening is',
    'caught when a look shows the section while it is open; its lateness is the time from the opening to that look.',
    'Lateness is told of the caught openings only. *Informed* is told how often each course or subject will open, but',
    'not when. *Clairvoyant* knows all openings and their ends in advance and looks at the one that ends first: what a',
    'rule that knows the future could see. Without a file, a small excerpt in the repository is replayed. Nothing is',
    'random, so there is one round.',
  ].join('\n'),
  peers: false,
  run: async (bench) => {
    const path = bench.args[0] ?? SMALL_SERIES;
    const series = readSeries(path);
    bench.note(`Series: \`${join(basename(dirname(path)), basename(path))}\`, ${describe(series)}.`);
    for (const bySubject of [false, true]) {
      for (const [share, least] of SHARES) await atBudget(bench, series, bySubject, share, least);
    }
    await withDefaults(bench, bench.args[0] === undefined ? null : series);
  },
  quick: async () => {
    const series = await madeSeries(QUICK.sections, QUICK.days * DAY_MS);
    const rules = { perMinute: budgetFor(series, 'stagger', false, QUICK.share), bySubject: false };
    const late = (schedule: Rules['schedule']): number => lateMinutes(simulate(series, { ...rules, schedule }), 0.5);
    return { 'median lateness of adaptive for that of stagger': late('adaptive') / late('stagger') };
  },
};

async function atBudget(bench: Bench, series: Series, bySubject: boolean, share: number, least: number): Promise<void> {
  const perMinute = budgetFor(series, 'stagger', bySubject, share);
  const outcomes = await compareAt(bench, series, { perMinute, bySubject }, `where stagger sees ${100 * share} %`);
  if (bySubject) return;
  if (share === SHARES[0][0]) {
    const same = budgetFor(series, 'adaptive', bySubject, shareOf(outcomes.stagger));
    const times = (perMinute / same).toFixed(1);
    bench.note(`By course, \`adaptive\` sees ${100 * share} % of the openings with ${times} times fewer requests.`);
  }
  const where = `by course, where stagger catches ${100 * share} %`;
  bench.goal({ what: `caught by adaptive ${where}`, value: shareOf(outcomes.adaptive), atLeast: least });
  bench.goal({
    what: `median lateness of adaptive for that of stagger ${where}`,
    value: lateMinutes(outcomes.adaptive, 0.5) / lateMinutes(outcomes.stagger, 0.5),
    atMost: 1 / 3,
  });
}

/** Default settings, at the size for which the program is built. `series` null: made-up students. */
async function withDefaults(bench: Bench, series: Series | null): Promise<void> {
  const { sections, subjects, days, shiftMs, perMinute } = DEFAULTS;
  const durationMs = days * DAY_MS;
  const large =
    series === null
      ? enlarged(await madeSeries(sections, durationMs), sections, subjects, 0)
      : busiestPart(enlarged(series, sections, subjects, shiftMs), durationMs);
  const origin =
    series === null
      ? "the campus's made-up students in the first days of registration"
      : `the series again and again, each time ${shiftMs / 60_000} minutes later, on its busiest day`;
  bench.note(`Default settings: ${origin}, with courses in ${subjects} subjects, ${describe(large)}.`);
  const { adaptive } = await compareAt(bench, large, { perMinute, bySubject: true }, 'default settings');
  bench.goal({ what: 'default settings: median lateness, min', value: lateMinutes(adaptive, 0.5), atMost: 1 });
  bench.goal({ what: 'default settings: p90 lateness, min', value: lateMinutes(adaptive, 0.9), atMost: 2.5 });
}

type Outcomes = Record<Rules['schedule'] | 'informed' | 'clairvoyant', Outcome>;

async function compareAt(
  bench: Bench,
  series: Series,
  rules: Omit<Rules, 'schedule'>,
  where: string,
): Promise<Outcomes> {
  const outcomes: Partial<Outcomes> = {};
  const replayed = (name: keyof Outcomes, run: () => Outcome) => async (): Promise<Figures> => {
    const outcome = run();
    outcomes[name] = outcome;
    return figuresOf(outcome);
  };
  const by = (schedule: Rules['schedule']) => replayed(schedule, () => simulate(series, { ...rules, schedule }));
  await bench.compare({
    title: `By ${rules.bySubject ? 'subject' : 'course'}, ${rules.perMinute.toFixed(2)} requests/min: ${where}`,
    rounds: 1,
    contenders: {
      adaptive: by('adaptive'),
      stagger: by('stagger'),
      fixed: by('fixed'),
      informed: replayed('informed', () => informed(series, rules)),
      clairvoyant: replayed('clairvoyant', () => clairvoyant(series, rules)),
    },
  });
  return outcomes as Outcomes;
}

/** Returns the requests per minute at which a schedule sees this share of the openings. */
function budgetFor(series: Series, schedule: Rules['schedule'], bySubject: boolean, share: number): number {
  const { size } = new Set(series.sections.map((section) => (bySubject ? section.subject : courseOf(section))));
  let [high, low] = SWEEP_MINUTES.map((minutes) => size / minutes) as [number, number];
  for (let step = 0; step < STEPS; step += 1) {
    const middle = Math.sqrt(low * high);
    if (shareOf(simulate(series, { schedule, bySubject, perMinute: middle })) < share) low = middle;
    else high = middle;
  }
  return high;
}

function describe({ sections, openings, durationMs }: Series): string {
  return `${sections.length} sections, ${openings.length} openings, ${Math.round(durationMs / DAY_MS)} days`;
}
