/** GET /api/v1/sections/…: a section's state and the history of its changes. */
import { Type } from 'typebox';
import { clientOf } from '../../net/client-key.ts';
import { formatSectionKey } from '../../domain/section.ts';
import { checkingError } from '../../checking/errors.ts';
import { institutionsError } from '../../institutions/errors.ts';
import { unseenError } from '../looks.ts';
import { answers, ChangeBody, Cursor, State, strict } from '../schemas.ts';
import { readSectionKey } from '../../institutions/section-key.ts';
import type { Routes } from '../web-server.ts';

const Params = Type.Object({ institution: Type.String(), term: Type.String(), classNumber: Type.String() });
const HISTORY_DEFAULT = 100;
const HISTORY_MAX = 500;

export const sectionRoutes: Routes = (app, { store, looks, institutions }) => {
  const keyOf = (params: { institution: string; term: string; classNumber: string }) =>
    readSectionKey(formatSectionKey(params), institutions);

  app.get(
    '/api/v1/sections/:institution/:term/:classNumber',
    {
      schema: {
        tags: ['sections'],
        summary: 'State of a section',
        description: 'A section nobody has seen yet is looked at once: 503 with Retry-After until the answer has come.',
        params: Params,
        response: answers(
          { 200: State },
          'PMC_SECTION_NOT_FOUND',
          'PMC_SECTION_KEY_INVALID',
          'PMC_INSTITUTION_UNKNOWN',
          'PMC_SECTION_PENDING',
          'PMC_VISITOR_LIMIT',
          'PMC_VISITORS_BUSY',
        ),
      },
    },
    async (request, reply) => {
      const key = keyOf(request.params);
      const section = formatSectionKey(key);
      const state = await store.sections.state(section);
      if (state !== undefined) return state;
      const look = await looks.section(key, { client: clientOf(request) }, 0);
      if (look.outcome === 'not-found') throw institutionsError('PMC_SECTION_NOT_FOUND', { section });
      if (look.outcome === 'unseen') throw unseenError(look, reply);
      throw checkingError('PMC_SECTION_PENDING', { section });
    },
  );

  app.get(
    '/api/v1/sections/:institution/:term/:classNumber/history',
    {
      schema: {
        tags: ['sections'],
        summary: 'Changes of a section, oldest first',
        params: Params,
        querystring: Type.Object(
          {
            limit: Type.Optional(Type.Integer({ minimum: 1, maximum: HISTORY_MAX, default: HISTORY_DEFAULT })),
            cursor: Type.Optional(Cursor),
          },
          strict,
        ),
        response: answers(
          { 200: Type.Object({ changes: Type.Array(ChangeBody), nextCursor: Type.Optional(Cursor) }) },
          'PMC_SECTION_NOT_SEEN',
          'PMC_SECTION_KEY_INVALID',
          'PMC_INSTITUTION_UNKNOWN',
          'PMC_CURSOR_INVALID',
          'PMC_BODY_INVALID',
        ),
      },
    },
    async ({ params, query }) => {
      const section = formatSectionKey(keyOf(params));
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
