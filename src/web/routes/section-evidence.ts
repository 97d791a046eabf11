/** GET /api/v1/operator/sections/…: why the state of a section is what it is, for operators. */
import { institutionsError } from '../../institutions/errors.ts';
import { sectionOf } from '../../institutions/section-key.ts';
import { maskAddresses } from '../../notify/mask.ts';
import { SectionParams } from '../contract/section.ts';
import type { SectionEvidence as Evidence } from '../contract/section-evidence.ts';
import { SectionEvidence } from '../contract/section-evidence.ts';
import type { Routes } from '../http/route.ts';

const CHANGES = 10;

export const sectionEvidenceRoutes: Routes = (app, { node: { store, sources }, context: { clock } }) => {
  app.get(
    '/api/v1/operator/sections/:institution/:term/:classNumber',
    {
      config: { errors: ['PMC_SECTION_NOT_SEEN', 'PMC_SECTION_KEY_INVALID', 'PMC_INSTITUTION_UNKNOWN'] },
      schema: {
        tags: ['operator'],
        summary: 'Why the state of a section is what it is: its last looks, changes and watchers',
        params: SectionParams,
        response: { 200: SectionEvidence },
      },
    },
    async ({ params }): Promise<Evidence> => {
      const section = sectionOf(params, sources.institutions);
      const [[row], state, [about], changes] = await Promise.all([
        store.sections.known([section]),
        store.sections.state(section),
        store.deadLetters.about([{ kind: 'check', subject: section }]),
        store.changes.newest([section], CHANGES),
      ]);
      if (row === undefined) throw institutionsError('PMC_SECTION_NOT_SEEN', { section });
      const { watches, failures, missingForMs, dueAt } = row;
      return {
        section,
        state: state ?? null,
        watchers: watches,
        failures,
        failedAttempts: about!.failedAttempts.map((attempt) => ({ ...attempt, error: maskAddresses(attempt.error) })),
        missingSince: missingForMs === null ? null : new Date(clock.now() - missingForMs).toISOString(),
        dueAt: dueAt === null || watches === 0 ? null : new Date(dueAt).toISOString(),
        changes: changes.map(({ change: { kind, detectedAt, before, after } }) => ({
          kind,
          detectedAt,
          before: before.status,
          after: after.status,
        })),
      };
    },
  );
};
