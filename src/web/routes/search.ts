/** GET /api/v1/search: what is known first; the source is asked when nobody has searched for the same lately. */
import { Type } from 'typebox';
import type { SectionState } from '../../domain/section.ts';
import { clientOf } from '../../net/client-key.ts';
import { checkingError } from '../../checking/errors.ts';
import type { Store } from '../../store/store.ts';
import { unseenError } from '../looks.ts';
import { answers, State, strict } from '../schemas.ts';
import { institutionOf } from '../../institutions/section-key.ts';
import type { Routes } from '../web-server.ts';

const RESULTS_MAX = 200;
const WAIT_MS = 10_000;

export const searchRoutes: Routes = (app, { store, looks, institutions, clock }) => {
  app.get(
    '/api/v1/search',
    {
      schema: {
        tags: ['sections'],
        summary: 'Search sections by subject, course, title or class number',
        description:
          'Without an institution: the first one; without a term: the one students would search in now. At most 200 sections. ' +
          '503 with Retry-After while nothing is known and the source has not answered, 429 when nothing is known and this client has had as much looked up as one may.',
        querystring: Type.Object(
          {
            institution: Type.Optional(Type.String({ maxLength: 32 })),
            term: Type.Optional(
              Type.String({ pattern: '^(\\d{3,6})?$', description: 'a term code of the institution' }),
            ),
            q: Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' }),
          },
          strict,
        ),
        response: answers(
          { 200: Type.Object({ sections: Type.Array(State) }) },
          'PMC_BODY_INVALID',
          'PMC_INSTITUTION_UNKNOWN',
          'PMC_SECTION_PENDING',
          'PMC_VISITOR_LIMIT',
          'PMC_VISITORS_BUSY',
        ),
      },
    },
    async (request, reply) => {
      const { query } = request;
      const institution = query.institution ? institutionOf(query.institution, institutions) : institutions[0]!;
      const term = query.term || institution.currentTerms(clock.now())[0]?.term;
      const text = institution.searchText(query.q.trim());
      const found = () => findKnown(store, institution.id, term ?? null, [...new Set([text, query.q.trim()])]);
      const known = await found();
      const exactly = known.length === 1 && known[0]?.classNumber === text;
      if (exactly || term === undefined || institution.searchRequest(term, text) === undefined)
        return { sections: known };
      const look = await looks.search(institution.id, term, text, { client: clientOf(request) }, WAIT_MS);
      const sections = await found();
      if (sections.length > 0 || look.outcome === 'seen' || look.outcome === 'not-found') return { sections };
      if (look.outcome === 'pending') throw checkingError('PMC_SECTION_PENDING', { section: JSON.stringify(text) });
      throw unseenError(look, reply);
    },
  );
};

/** What the store knows for any of the texts, which are ways to write one thing; the first is the likeliest. */
async function findKnown(
  store: Store,
  institution: string,
  term: string | null,
  texts: string[],
): Promise<SectionState[]> {
  const found = await Promise.all(texts.map((text) => store.sections.search(institution, term, text, RESULTS_MAX)));
  return [...new Map(found.flat().map((state) => [state.section, state])).values()].slice(0, RESULTS_MAX);
}
