/** GET /api/v1/about: facts about this installation that the pages need. */
import { version } from '../../config/version.ts';
import { About } from '../contract/about.ts';
import type { Routes, Web } from '../http/route.ts';
import { universityPath } from './university.ts';

export const aboutRoutes: Routes = (app, web) => {
  app.get(
    '/api/v1/about',
    { schema: { tags: ['about'], summary: 'This installation', response: { 200: About } } },
    async () => aboutOf(web),
  );
};

export function aboutOf({ node: { config, sources }, context: { clock } }: Web): About {
  return {
    name: 'PickMyClass',
    version,
    simulated: sources.simulator !== null,
    campusUrl: sources.simulator?.controlUrl ?? null,
    maxWatches: config.maxWatchesPerUser,
    institutions: sources.institutions.map((institution) => {
      const { id, name, timeZone } = institution;
      return { id, name, timeZone, sectionUrl: universityPath(id), terms: institution.currentTerms(clock.now()) };
    }),
  };
}
