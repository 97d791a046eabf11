/** GET /university/<section>: leads to the university's own page of it, where a student registers. */
import { Type } from 'typebox';
import { readSectionKey } from '../../institutions/section-key.ts';
import type { Routes } from '../web-server.ts';

const Params = Type.Object({ institution: Type.String(), term: Type.String(), classNumber: Type.String() });

/** The path for a section of `institution`, `{term}` and `{classNumber}` to be filled in by the page. */
export const universityPath = (institution: string): string => `/university/${institution}/{term}/{classNumber}`;

export const universityRoutes: Routes = (app, { institutions, linkFor }) => {
  app.get(
    '/university/:institution/:term/:classNumber',
    { schema: { hide: true, params: Params } },
    async ({ params }, reply) => {
      const key = readSectionKey(`${params.institution}/${params.term}/${params.classNumber}`, institutions);
      return reply.redirect(linkFor(key), 302);
    },
  );
};
