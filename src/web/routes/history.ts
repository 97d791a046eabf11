/** GET /api/v1/sections/…/history.csv: the whole history of a section as a table. */
import { Readable } from 'node:stream';
import type { Change } from '../../domain/change.ts';
import type { ChangeStore } from '../../store/changes.ts';
import { institutionsError } from '../../institutions/errors.ts';
import { sectionOf } from '../../institutions/section-key.ts';
import { SectionParams } from '../contract/section.ts';
import { CsvTable } from '../contract/text.ts';
import { CSV_TYPE, csvLine } from '../formats/csv.ts';
import type { Routes } from '../http/route.ts';

const PAGE = 500;

const COLUMNS: [name: string, read: (change: Change) => string | number | null][] = [
  ['detected_at', ({ detectedAt }) => detectedAt],
  ['kind', ({ kind }) => kind],
  ['status_before', ({ before }) => before.status],
  ['status', ({ after }) => after.status],
  ['capacity', ({ after }) => after.seats.capacity],
  ['enrolled', ({ after }) => after.seats.enrolled],
  ['reserved', ({ after }) => after.seats.reserved],
  ['open_before', ({ before }) => before.seats.open],
  ['open', ({ after }) => after.seats.open],
  ['waiting', ({ after }) => after.waitlist?.count ?? null],
  ['instructors', ({ after }) => after.instructors?.join('; ') ?? null],
  ['title', ({ after }) => after.title],
];

export const historyRoutes: Routes = (app, { node: { store, sources } }) => {
  app.get(
    '/api/v1/sections/:institution/:term/:classNumber/history.csv',
    {
      config: { errors: ['PMC_SECTION_NOT_SEEN', 'PMC_SECTION_KEY_INVALID', 'PMC_INSTITUTION_UNKNOWN'] },
      schema: {
        tags: ['sections'],
        summary: 'All changes of a section as CSV, oldest first',
        params: SectionParams,
        response: { 200: CsvTable },
      },
    },
    async ({ params }, reply) => {
      const section = sectionOf(params, sources.institutions);
      if ((await store.sections.state(section)) === undefined)
        throw institutionsError('PMC_SECTION_NOT_SEEN', { section });
      return reply
        .type(CSV_TYPE)
        .header('content-disposition', `attachment; filename="${section.replaceAll('/', '-')}.csv"`)
        .send(Readable.from(linesOf(store.changes, section)));
    },
  );
};

async function* linesOf(changes: ChangeStore, section: string): AsyncGenerator<string> {
  yield csvLine(COLUMNS.map(([name]) => name));
  for (let cursor: string | null = null; ;) {
    const page: Awaited<ReturnType<ChangeStore['history']>> = await changes.history(section, cursor, PAGE);
    if (page.length > 0) yield page.map(({ change }) => csvLine(COLUMNS.map(([, read]) => read(change)))).join('');
    const last = page.at(-1);
    if (page.length < PAGE || last === undefined) return;
    cursor = last.cursor;
  }
}
