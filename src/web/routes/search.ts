/** GET /api/v1/search: asks the store first, then the source, unless the same search was made recently. */
import { checkingError } from '../../checking/errors.ts';
import type { SectionState } from '../../domain/section.ts';
import { parseSectionKey } from '../../domain/section.ts';
import { institutionOf } from '../../institutions/section-key.ts';
import { clientOf } from '../../net/client-key.ts';
import { RESULTS_MAX, SearchAnswer, SearchQuery } from '../contract/search.ts';
import type { Routes } from '../http/route.ts';
import type { LookAnswer } from '../looks.ts';
import { unseenError } from '../looks.ts';
import { filterOf } from '../search-filters.ts';

const WAIT_MS = 10_000;
/** Filters choose among at most so many sections that match the text. More come only from a text of a few letters. */
const FILTERED_MAX = 2_000;
/** A known class that was seen in this time is not looked at again. */
const FRESH_MS = 5 * 60_000;

export const searchRoutes: Routes = (app, { node, looks, context: { clock } }) => {
  const { store } = node;
  const { institutions } = node.sources;
  app.get(
    '/api/v1/search',
    {
      config: { errors: ['PMC_INSTITUTION_UNKNOWN', 'PMC_SECTION_PENDING', 'PMC_VISITOR_LIMIT', 'PMC_VISITORS_BUSY'] },
      schema: {
        tags: ['sections'],
        summary: 'Search sections by course, class number, title words or instructor',
        description:
          'If nothing is known, the answer is 503 with Retry-After until the source has answered, or 429 when this ' +
          'client has used up the lookups that one client may cause. If something is known and the source cannot be ' +
          'asked now, the answer is 200 with `complete: false`.',
        querystring: SearchQuery,
        response: { 200: SearchAnswer },
      },
    },
    async (request, reply): Promise<SearchAnswer> => {
      const { query } = request;
      const q = query.q.trim();
      const named = parseSectionKey(q)?.institution ?? query.institution;
      const institution = named ? institutionOf(named, institutions) : institutions[0]!;
      const typed = institution.readTyped(q);
      const { text, term = query.term || institution.currentTerms(clock.now())[0]?.term } = typed;
      const texts = typed.term === undefined ? [text, q] : [text];
      const { limit = RESULTS_MAX } = query;
      const filter = filterOf(query);

      const find = async (): Promise<{ all: number; sections: SectionState[]; total: number; more: boolean }> => {
        const most = filter === undefined ? limit : FILTERED_MAX;
        const found = await store.sections.search(institution.id, term ?? null, texts, most);
        const passed = filter === undefined ? found.sections : found.sections.filter(filter);
        const total = filter === undefined ? found.total : passed.length;
        const sections = passed.slice(0, limit);
        return {
          all: found.total,
          sections,
          total,
          more: total > limit || (filter !== undefined && found.total > most),
        };
      };
      const answer = ({ sections, total, more }: Awaited<ReturnType<typeof find>>, at?: number): SearchAnswer => ({
        sections,
        term: term ?? '',
        total,
        truncated: more,
        asOf: new Date(at ?? Math.min(clock.now(), ...sections.map(seenAt))).toISOString(),
        complete: at !== undefined,
      });

      const known = await find();
      const [only] = known.sections;
      if (known.all === 1 && only?.classNumber === text && seenAt(only) > clock.now() - FRESH_MS)
        return answer(known, seenAt(only));
      if (term === undefined || institution.searchRequest(term, text) === undefined) return answer(known);
      if (query.known === 'true') return answer(known, answeredAt(looks.recentSearch(institution.id, term, text)));
      const look = await looks.search(institution.id, term, text, { client: clientOf(request) }, WAIT_MS);
      const found = await find();
      const at = answeredAt(look);
      if (found.all > 0 || at !== undefined) return answer(found, at);
      if (look.outcome === 'unseen') throw unseenError(look, reply);
      throw checkingError('PMC_SECTION_PENDING', { section: JSON.stringify(text) });
    },
  );
};

const seenAt = ({ checkedAt }: SectionState): number => Date.parse(checkedAt);

/** When the source answered; undefined: it has not. */
function answeredAt(look: LookAnswer | undefined): number | undefined {
  return look?.outcome === 'seen' || look?.outcome === 'not-found' ? look.at : undefined;
}
