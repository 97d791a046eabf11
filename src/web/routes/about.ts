/** GET /api/v1/about: what the pages need to know about this installation. */
import { About } from '../contract/about.ts';
import type { Routes } from '../http/route.ts';
import { universityPath } from './university.ts';

export const aboutRoutes: Routes = (app, { version, simulated, campusUrl, institutions, maxWatchesPerUser, clock }) => {
  app.get(
    '/api/v1/about',
    { schema: { tags: ['about'], summary: 'This installation', response: { 200: About } } },
    async () => ({
      name: 'PickMyClass',
      version,
      simulated,
      campusUrl,
      maxWatches: maxWatchesPerUser,
      institutions: institutions.map((institution) => {
        const { id, name, timeZone } = institution;
        return { id, name, timeZone, sectionUrl: universityPath(id), terms: institution.currentTerms(clock.now()) };
      }),
    }),
  );
};
