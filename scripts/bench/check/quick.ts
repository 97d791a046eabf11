/** Ratios of one look for the regression guard. No browser is needed: what runs in the page runs in Node too. */
import { institutionById } from '../../../src/institutions/index.ts';
import { KEPT_OF_ROW } from '../../../src/institutions/asu/kept-fields.ts';
import { LIMITS } from '../../../src/institutions/asu/page-fetch.ts';
import { reducePage } from '../../../src/institutions/asu/reduce-page.ts';
import { searchUrl } from '../../../src/institutions/asu/search-url.ts';
import type { LookRequest } from '../../../src/institutions/institution.ts';
import { startCampus } from '../../campus/campus.ts';
import type { Figures } from '../benchmark.ts';
import { byCourse, sourceOf } from '../campus-questions.ts';
import { cpuRatio } from '../cpu-ratio.ts';

const SECTIONS = 400;
const TIMES = 20;

export async function quickLooks(): Promise<Figures> {
  const answers = await answersOfCourses();
  const reduced = answers.map(({ request, body }) => ({ request, body: reducePage(body, KEPT_OF_ROW, LIMITS).text }));
  const length = (all: { body: string }[]): number => all.reduce((sum, { body }) => sum + body.length, 0);
  const asu = institutionById('asu')!;
  const times = (work: (answer: (typeof reduced)[number]) => void) => (): void => {
    for (let time = 0; time < TIMES; time += 1) for (const answer of reduced) work(answer);
  };
  const read = times(({ request, body }) => {
    if (asu.read(request, { way: 'api', pages: [body] }).outcome !== 'complete') throw new Error(request.id);
  });
  return {
    'bytes handed over for each byte of the answer': length(reduced) / length(answers),
    'CPU of reading an answer for parsing its JSON': cpuRatio(
      read,
      times(({ body }) => JSON.parse(body)),
    ),
  };
}

async function answersOfCourses(): Promise<{ request: LookRequest; body: string }[]> {
  const campus = await startCampus({ port: 0, sections: SECTIONS, speed: 0 });
  try {
    const { searchUrl: endpoint } = sourceOf(campus);
    const headers = { authorization: 'Bearer null' };
    return await Promise.all(
      byCourse(campus).map(async ({ request }) => ({
        request,
        body: await (await fetch(searchUrl(endpoint, request, undefined), { headers })).text(),
      })),
    );
  } finally {
    await campus.close();
  }
}
