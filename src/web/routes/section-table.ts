/** GET /api/v1/operator/sections: all known sections, for operators. It names no student. */
import { institutionOf } from '../../institutions/section-key.ts';
import type { SectionSort } from '../../store/section-table.ts';
import { sectionPlace } from '../../store/section-table.ts';
import { SectionPage, SectionTableQuery } from '../contract/section-table.ts';
import type { Routes } from '../http/route.ts';
import { cursorOf, placeIn } from '../page-cursor.ts';

const PAGE = 50;
/** The sorts by a number. */
const COUNTED: ReadonlySet<SectionSort> = new Set(['watchers', 'openings']);
/** Milliseconds without a sure look after which a watched section is listed as unseen. */
const UNSEEN_MS = 3_600_000;

export const sectionTableRoutes: Routes = (app, { node: { store, sources } }) => {
  app.get(
    '/api/v1/operator/sections',
    {
      config: { errors: ['PMC_CURSOR_INVALID', 'PMC_INSTITUTION_UNKNOWN'] },
      schema: {
        tags: ['operator'],
        summary: 'Known sections with their watchers and looks, in pages',
        querystring: SectionTableQuery,
        response: { 200: SectionPage },
      },
    },
    async ({ query: { institution, term = null, q: text = '', filter = null, sort = 'section', cursor } }) => {
      const { id } =
        institution === undefined ? sources.institutions[0]! : institutionOf(institution, sources.institutions);
      const after = cursor === undefined ? null : placeIn(cursor, COUNTED.has(sort) ? 'number' : 'string');
      const query = { institution: id, term, text, filter, unseenMs: UNSEEN_MS, sort, after, limit: PAGE };
      const sections = await store.sectionTable.page(query);
      const last = sections.length < PAGE ? undefined : sections.at(-1);
      return { sections, ...(last !== undefined && { nextCursor: cursorOf(sectionPlace(last, sort)) }) };
    },
  );
};
