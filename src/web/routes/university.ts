/** GET /university/<section>: redirects to the university's page for the section, where students register. */
import { readSectionKey } from '../../institutions/section-key.ts';
import { formatSectionKey } from '../../domain/section.ts';
import { SectionParams } from '../contract/section.ts';
import type { Routes } from '../http/route.ts';

/** Returns the path for sections of `institution`. The pages replace `{term}` and `{classNumber}`. */
export const universityPath = (institution: string): string => `/university/${institution}/{term}/{classNumber}`;

export const universityRoutes: Routes = (app, { node: { sources } }) => {
  app.get(
    '/university/:institution/:term/:classNumber',
    { schema: { hide: true, params: SectionParams } },
    async ({ params }, reply) => {
      const key = readSectionKey(formatSectionKey(params), sources.institutions);
      return reply.redirect(sources.linkFor(key), 302);
    },
  );
};
