/** `npm run bench -- check`: one look at one section. */
import type { Benchmark } from '../benchmark.ts';
import { byNumber, SERVER_DELAY_MS, slowCampus, sourceOf } from '../campus-questions.ts';
import { browserNote } from '../look/chromium.ts';
import { measureLooker } from '../look/looker-host.ts';
import type { LookerName } from '../look/lookers.ts';
import { quickLooks } from './quick.ts';

const SECTIONS = 500;
const ROUNDS = 3;
/** For each contender and round. */
const LIMIT_MS = 3_000;

const CONTENDERS: Readonly<Record<string, LookerName>> = {
  PickMyClass: 'ourLooks',
  'a new page for each section': 'newPages',
  crawlee: 'crawlee',
  'puppeteer-cluster': 'puppeteerCluster',
  "the page's own call": 'pageCall',
  'no browser (undici)': 'undici',
};

export const check: Benchmark = {
  about: 'One look at one section, beside other ways to look.',
  method: [
    `The campus simulator answers after ${SERVER_DELAY_MS} ms, over HTTP/1.1. Each contender runs in a process of its`,
    `own, warms up, and then looks at one section after the other for ${LIMIT_MS / 1_000} seconds. CPU and memory are`,
    'those of its whole process tree, with all browsers. *PickMyClass* is the look alone: the kept tab behind the',
    'gate, the reader, the comparison. *A new page*, *crawlee* and *puppeteer-cluster* open the page, wait until',
    "the row of the section is there, and read its seats. *The page's own call* and *undici* ask the API and parse",
    'the JSON, without any check of the answer.',
  ].join('\n'),
  peers: true,
  quick: quickLooks,
  run: async (bench) => {
    bench.note(browserNote());
    const campus = await slowCampus(SECTIONS, false);
    try {
      const questions = byNumber(campus);
      const options = { ...sourceOf(campus), inFlight: 1 };
      await bench.compare({
        title: 'One look after the other',
        rounds: ROUNDS,
        contenders: Object.fromEntries(
          Object.entries(CONTENDERS).map(([name, looker]) => [
            name,
            async () => {
              const figures = await measureLooker(looker, options, questions, LIMIT_MS);
              return {
                'ms/look': figures['ms/look']!,
                'CPU ms/look': figures['CPU ms/section']!,
                'MB, whole tree': figures['MB, whole tree']!,
              };
            },
          ]),
        ),
      });
    } finally {
      await campus.close();
    }
  },
};
