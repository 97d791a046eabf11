/** GET /api/v1/search: asks the store first, then the source, unless the same search was made recently. */
import { checkingError } from '../../checking/errors.ts';
import type { SectionState } from '../../domain/section.ts';
import { institutionOf } from '../../institutions/section-key.ts';
import { clientOf } from '../../net/client-key.ts';
import { RESULTS_MAX, SearchQuery } from '../contract/search.ts';
import { SectionList } from '../contract/section.ts';
import type { Routes } from '../http/route.ts';
import { unseenError } from '../looks.ts';

const WAIT_MS = 10_000;

export const searchRoutes: Routes = (app, { node, looks, context: { clock } }) => {
  const { store } = node;
  const { institutions } = node.sources;
  app.get(
    '/api/v1/search',
    {
      config: { errors: ['PMC_INSTITUTION_UNKNOWN', 'PMC_SECTION_PENDING', 'PMC_VISITOR_LIMIT', 'PMC_VISITORS_BUSY'] },
      schema: {
        tags: ['sections'],
        summary: 'Search sections by subject, course, title or class number',
        description:
          'Without an institution: the first one. Without a term: the one that students would search in now. At most ' +
          `${RESULTS_MAX} sections. When nothing is known, the answer is 503 with Retry-After until the source has ` +
          'answered, or 429 when this client has used up the lookups that one client may cause.',
        querystring: SearchQuery,
        response: { 200: SectionList },
      },
    },
    async (request, reply) => {
      const { query } = request;
      const institution = query.institution ? institutionOf(query.institution, institutions) : institutions[0]!;
      const term = query.term || institution.currentTerms(clock.now())[0]?.term;
      const text = institution.searchText(query.q.trim());
      const found = async (): Promise<SectionState[]> =>
        (await store.sections.search(institution.id, term ?? null, [text, query.q.trim()], RESULTS_MAX)).sections;
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
