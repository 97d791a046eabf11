/** GET /status.html: whether the service works, for everybody. */
import { disturbancesOf } from '../../domain/disturbances.ts';
import { sharedCall } from '../../nodes/shared-call.ts';
import { reasonOf } from '../../runtime/index.ts';
import { LANGUAGE_VARIES, readerLanguage } from '../http/reader-language.ts';
import type { Routes } from '../http/route.ts';
import type { PublicStatus } from '../pages/status-page.ts';
import { statusPage } from '../pages/status-page.ts';

const DAYS = 14;
const DAY_MS = 86_400_000;
const LISTED = 200;
/** Milliseconds for which a reading counts, so that many readers cost no more than one. */
const FRESH_MS = 5_000;

export const statusPageRoutes: Routes = (app, { node: { store, sources }, own, context: { clock, log } }) => {
  const timeZone = sources.institutions[0]?.timeZone ?? 'UTC';
  const read = async (): Promise<PublicStatus> => {
    const { lastSureLookAt } = await own.overview();
    const now = clock.now();
    const ended = new Date(now - DAYS * DAY_MS).toISOString();
    const disturbances = await store.incidents.list(ended, LISTED).then(disturbancesOf, (error: unknown) => {
      log.warn({ reason: reasonOf(error) }, 'the status page is sent without its history');
      return [{ kind: 'down' as const, startedAt: now, endedAt: null }];
    });
    return { disturbances, lastSureLookAt, days: DAYS, timeZone };
  };
  const recent = sharedCall(clock, read);
  app.get('/status.html', { schema: { hide: true } }, async (request, reply) => {
    reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').header('vary', LANGUAGE_VARIES);
    return statusPage(await recent(FRESH_MS), readerLanguage(request), clock.now());
  });
};
