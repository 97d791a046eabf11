/** GET /api/v1/sections/…/stats: how many students watch a section, how often it opens, how often it is looked at. */
import { checksPaused } from '../../checking/pauses.ts';
import { openingsOf, openTimes } from '../../domain/openings.ts';
import { institutionsError } from '../../institutions/errors.ts';
import { sectionOf } from '../../institutions/section-key.ts';
import { SectionParams, SectionStats } from '../contract/section.ts';
import type { Routes } from '../http/route.ts';

const WEEK_MS = 7 * 86_400_000;

const instant = (ms: number): string => new Date(ms).toISOString();

export const sectionStatsRoutes: Routes = (app, { node: { store, sources }, actors, context: { clock } }) => {
  app.get(
    '/api/v1/sections/:institution/:term/:classNumber/stats',
    {
      config: { errors: ['PMC_SECTION_NOT_SEEN', 'PMC_SECTION_KEY_INVALID', 'PMC_INSTITUTION_UNKNOWN'] },
      schema: {
        tags: ['sections'],
        summary: 'How many students watch a section, how often it opens and how often it is looked at',
        params: SectionParams,
        response: { 200: SectionStats },
      },
    },
    async ({ params }): Promise<SectionStats> => {
      const section = sectionOf(params, sources.institutions);
      const { institution, term } = params;
      const state = await store.sections.state(section);
      if (state === undefined) throw institutionsError('PMC_SECTION_NOT_SEEN', { section });
      const [[watched], events, [first], pace, paused, over] = await Promise.all([
        store.sections.watchers([section]),
        store.changes.seatEvents([section], WEEK_MS),
        store.changes.history(section, null, 1),
        actors.pace(institution, [section]),
        checksPaused(store.pauses, institution),
        store.terms.over(institution),
      ]);
      const { count, medianMs } = openingsOf(events);
      const week = { from: clock.now() - WEEK_MS, to: clock.now() };
      // A section that never changed is known since it was first seen.
      const knownSince = Date.parse(first?.change.before.changedAt ?? state.changedAt);
      const own = pace.sections.find((each) => each.section === section);
      const stopped = over.includes(term) ? 'term-over' : paused === undefined ? undefined : 'paused';
      return {
        watchers: watched?.watchers ?? 0,
        openings7d: count,
        ...(medianMs !== null && { medianOpenSeconds: Math.round(medianMs / 1000) }),
        intervalSeconds: Math.round((own?.intervalMs ?? pace.resultingMs) / 1000),
        ...(stopped === undefined && own !== undefined && { nextCheckAt: instant(clock.now() + own.nextInMs) }),
        week: {
          from: instant(week.from),
          to: instant(week.to),
          knownSince: instant(Math.max(knownSince, week.from)),
          open: openTimes(events, state.status === 'open', { from: Math.max(knownSince, week.from), to: week.to }).map(
            (time) => ({ from: instant(time.from), to: instant(time.to) }),
          ),
        },
        ...(stopped !== undefined && { stopped }),
      };
    },
  );
};
