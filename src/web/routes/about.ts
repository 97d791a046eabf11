/** GET /api/v1/about: what the pages must know of this installation. */
import { Type } from 'typebox';
import { answers } from '../schemas.ts';
import { universityPath } from './university.ts';
import type { Routes } from '../web-server.ts';

const About = Type.Object(
  {
    name: Type.String(),
    version: Type.String(),
    simulated: Type.Boolean({ description: 'the sections come from the campus simulator, not from a university' }),
    campusUrl: Type.Union([Type.String(), Type.Null()], { description: 'where the simulator is steered' }),
    institutions: Type.Array(
      Type.Object({
        id: Type.String(),
        name: Type.String(),
        timeZone: Type.String(),
        sectionUrl: Type.String({
          description: 'leads to a section at the university; {term} and {classNumber} are to be filled in',
        }),
        terms: Type.Array(Type.Object({ term: Type.String(), name: Type.String() }), {
          description: 'the likeliest first',
        }),
      }),
    ),
    maxWatches: Type.Integer(),
  },
  { title: 'About' },
);

export const aboutRoutes: Routes = (app, { version, simulated, campusUrl, institutions, maxWatchesPerUser, clock }) => {
  app.get(
    '/api/v1/about',
    { schema: { tags: ['about'], summary: 'This installation', response: answers({ 200: About }) } },
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
