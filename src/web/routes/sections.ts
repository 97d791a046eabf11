/** GET /api/v1/sections/…: the state of a section and the history of its changes. */
import { checkingError } from '../../checking/errors.ts';
import { institutionsError } from '../../institutions/errors.ts';
import { sectionOf } from '../../institutions/section-key.ts';
import { clientOf } from '../../net/client-key.ts';
import { History, HISTORY_DEFAULT, HistoryQuery, SectionParams, SectionState } from '../contract/section.ts';
import type { Routes } from '../http/route.ts';
import { unseenError } from '../looks.ts';

export const sectionRoutes: Routes = (app, { node: { store, sources }, looks }) => {
  const keyErrors = ['PMC_SECTION_KEY_INVALID', 'PMC_INSTITUTION_UNKNOWN'];

  app.get(
    '/api/v1/sections/:institution/:term/:classNumber',
    {
      config: {
        maxAge: 0,
        errors: [
          'PMC_SECTION_NOT_FOUND',
          ...keyErrors,
          'PMC_SECTION_PENDING',
          'PMC_VISITOR_LIMIT',
          'PMC_VISITORS_BUSY',
        ],
      },
      schema: {
        tags: ['sections'],
        summary: 'State of a section',
        description:
          'A section that has never been seen is looked at once. The answer is 503 with Retry-After until then.',
        params: SectionParams,
        response: { 200: SectionState },
      },
    },
    async (request, reply) => {
      const section = sectionOf(request.params, sources.institutions);
      const state = await store.sections.state(section);
      if (state !== undefined) return state;
      const look = await looks.start(request.params, { client: clientOf(request) });
      if (look.outcome === 'not-found') throw institutionsError('PMC_SECTION_NOT_FOUND', { section });
      if (look.outcome === 'unseen') throw unseenError(look, reply);
      throw checkingError('PMC_SECTION_PENDING', { section });
    },
  );

  app.get(
    '/api/v1/sections/:institution/:term/:classNumber/history',
    {
      config: { maxAge: 0, errors: ['PMC_SECTION_NOT_SEEN', ...keyErrors, 'PMC_CURSOR_INVALID'] },
      schema: {
        tags: ['sections'],
        summary: 'Changes of a section, oldest first',
        params: SectionParams,
        querystring: HistoryQuery,
        response: { 200: History },
      },
    },
    async ({ params, query }) => {
      const section = sectionOf(params, sources.institutions);
      if ((await store.sections.state(section)) === undefined)
        throw institutionsError('PMC_SECTION_NOT_SEEN', { section });
      const { limit = HISTORY_DEFAULT, cursor = null } = query;
      const found = await store.changes.history(section, cursor, limit + 1);
      const shown = found.slice(0, limit);
      const last = shown.at(-1);
      return {
        changes: shown.map(({ change }) => change),
        ...(found.length > limit && last !== undefined && { nextCursor: last.cursor }),
      };
    },
  );
};
