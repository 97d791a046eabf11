/** `npm run bench -- cycle`: what a cycle costs the whole program. */
import type { Bench, Benchmark, Figures, Summary } from '../benchmark.ts';
import { byCourse, byNumber, SERVER_DELAY_MS, slowCampus, sourceOf } from '../campus-questions.ts';
import { browserNote } from '../look/chromium.ts';
import { measureLooker } from '../look/looker-host.ts';
import type { LookerName } from '../look/lookers.ts';
import { SECTIONS, WATCHERS } from '../setting.ts';
import { withSystem } from './with-system.ts';
import { measureCycle } from './system.ts';
import type { Campus } from '../../campus/campus.ts';
import { fullChromium } from '../../full-chromium.ts';
import { IN_FULL_CHROMIUM, reportGoals } from './goals.ts';
import { quickCycle } from './quick.ts';

const CYCLES = 10;
const ROUNDS = 3;
const LARGE = 10 * SECTIONS;

/** How many looks each contender has in flight. By course where a list is asked for. */
const PEERS: Readonly<Record<string, { looker: LookerName; inFlight: number; http2?: true; seconds: number }>> = {
  'a new page for each section': { looker: 'newPages', inFlight: 3, seconds: 5 },
  ...(fullChromium(process.env) !== undefined && {
    [IN_FULL_CHROMIUM]: { looker: 'newPagesInFullChromium', inFlight: 3, seconds: 5 },
  }),
  crawlee: { looker: 'crawlee', inFlight: 4, seconds: 5 },
  'puppeteer-cluster': { looker: 'puppeteerCluster', inFlight: 4, seconds: 5 },
  "the page's own call": { looker: 'pageCall', inFlight: 50, seconds: 3 },
  "the page's own call, HTTP/2": { looker: 'pageCall', inFlight: 250, http2: true, seconds: 3 },
  'no browser (undici), HTTP/1.1 over TLS': { looker: 'undici', inFlight: 50, http2: true, seconds: 3 },
  'no browser (undici), HTTP/2': { looker: 'undiciHttp2', inFlight: 100, http2: true, seconds: 3 },
};
const BY_NUMBER: ReadonlySet<LookerName> = new Set<LookerName>([
  'newPages',
  'newPagesInFullChromium',
  'crawlee',
  'puppeteerCluster',
]);

export const cycle: Benchmark = {
  about: 'A cycle over all watched sections, on the whole program.',
  method: [
    `The campus simulator answers after ${SERVER_DELAY_MS} ms. The real program runs on a store of`,
    `${SECTIONS} sections that were seen before, with ${SECTIONS * WATCHERS} watches, and with its own defaults,`,
    'except that the request budget is as high as a loopback source allows, and that it looks only when a cycle is',
    'asked for (`CHECK_SCHEDULE=fixed` with an interval of a day).',
    'Nothing changes on the campus, so a cycle is: choose, claim, ask, read, compare, commit. CPU and memory are those',
    'of the whole process tree, with all browsers, up to half a second after the cycle. The others look at a sample of',
    'the sections for a few seconds, again and again, each in a process of its own, and their figures are per section:',
    '*a new page*, *crawlee* and *puppeteer-cluster* by class number, the page opened and the row awaited; *the',
    "page's own call* and *undici* by course, the JSON parsed. They store and compare nothing.",
  ].join('\n'),
  peers: true,
  quick: quickCycle,
  run: async (bench) => {
    bench.note(browserNote());
    const [campus, campus2] = await Promise.all([slowCampus(SECTIONS, false), slowCampus(SECTIONS, true)]);
    let small: { ten: Summary[]; warm: Record<string, Summary> };
    try {
      small = await withSystem(campus, campus, (program) =>
        withSystem(campus2, campus, async (program2) => {
          await measureCycle(program2); // its browsers start
          const title = `${CYCLES} cycles of ${SECTIONS} sections, one after the other`;
          const ten = await inARow(bench, title, CYCLES, () => measureCycle(program));
          const warm = await bench.compare({
            title: `A warm cycle of ${SECTIONS} sections`,
            rounds: ROUNDS,
            contenders: {
              PickMyClass: () => measureCycle(program),
              'PickMyClass, HTTP/2': () => measureCycle(program2),
              ...peers(campus, campus2),
            },
          });
          return { ten, warm };
        }),
      );
    } finally {
      await Promise.all([campus.close(), campus2.close()]);
    }
    const large = await slowCampus(LARGE, false);
    try {
      const title = `Two cycles of ${LARGE} sections, ${LARGE * WATCHERS} watches`;
      const cycles = await withSystem(large, large, (program) => inARow(bench, title, 2, () => measureCycle(program)));
      reportGoals(bench, { ...small, large: cycles });
    } finally {
      await large.close();
    }
  },
};

/** One row for each cycle. */
async function inARow(bench: Bench, title: string, count: number, run: () => Promise<Figures>): Promise<Summary[]> {
  const names = Array.from({ length: count }, (_, nth) => `cycle ${nth + 1}`);
  const contenders = Object.fromEntries(names.map((name) => [name, run]));
  const summaries = await bench.compare({ title, rounds: 1, contenders });
  return names.map((name) => summaries[name]!);
}

function peers(campus: Campus, campus2: Campus): Record<string, () => Promise<Figures>> {
  return Object.fromEntries(
    Object.entries(PEERS).map(([name, { looker, inFlight, http2, seconds }]) => [
      name,
      async () => {
        const source = http2 === true ? campus2 : campus;
        const questions = BY_NUMBER.has(looker) ? byNumber(source) : byCourse(source);
        const { 'ms/look': _, ...figures } = await measureLooker(
          looker,
          { ...sourceOf(source), inFlight },
          questions,
          seconds * 1_000,
        );
        return figures;
      },
    ]),
  );
}
