/** GET /api/v1/suggest: the known courses that a typed text may mean. Never asks the source. */
import { institutionOf } from '../../institutions/section-key.ts';
import { SuggestQuery, Suggestions } from '../contract/search.ts';
import type { Routes } from '../http/route.ts';
import { KnownCourses } from '../known-courses.ts';

const SUGGESTED_MAX = 8;

export const suggestRoutes: Routes = (app, { node, context: { clock } }) => {
  const { institutions } = node.sources;
  const courses = new KnownCourses(node.store.sections, clock);
  app.get(
    '/api/v1/suggest',
    {
      config: { maxAge: 30, errors: ['PMC_INSTITUTION_UNKNOWN'] },
      schema: {
        tags: ['sections'],
        summary: 'Suggest courses while somebody types',
        description:
          `At most ${SUGGESTED_MAX} courses of which a section was ever seen. ` +
          'The numbers may be some seconds old.',
        querystring: SuggestQuery,
        response: { 200: Suggestions },
      },
    },
    async ({ query }) => {
      const institution = query.institution ? institutionOf(query.institution, institutions) : institutions[0]!;
      const typed = institution.readTyped(query.q);
      const term = typed.term ?? (query.term || institution.currentTerms(clock.now())[0]?.term);
      if (term === undefined) return { courses: [] };
      const known = await courses.of(institution.id, term);
      return { courses: known.suggest([typed.text, query.q], SUGGESTED_MAX) };
    },
  );
};
