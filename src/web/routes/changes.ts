/** Changes of all sections: pages for other programs, and the newest ones for operators. */
import { storeError } from '../../store/errors.ts';
import type { Store } from '../../store/store.ts';
import { ChangePage, CHANGES_DEFAULT, ChangesQuery, LATEST } from '../contract/changes.ts';
import { ChangeList } from '../contract/section.ts';
import { limitHook } from '../http/limit-hook.ts';
import type { Routes } from '../http/route.ts';
import { CHANGE_PAGES_PER_MINUTE } from '../limits.ts';

const SHOWN = 50;

export const changePageRoutes: Routes = (app, { node: { store } }) => {
  const limit = limitHook(app, { max: CHANGE_PAGES_PER_MINUTE });
  app.get(
    '/api/v1/changes',
    {
      config: { maxAge: 0, errors: ['PMC_CURSOR_GONE'] },
      // The limit of a key is its own.
      onRequest: async (request, reply) => (request.apiKey === null ? limit(request, reply) : undefined),
      schema: {
        tags: ['sections'],
        summary: 'Changes of all sections, oldest first',
        description:
          `${CHANGE_PAGES_PER_MINUTE} pages a minute without a key. To follow: ask for \`since=${LATEST}\`, and from ` +
          'then on for the `nextCursor` of the last answer.',
        querystring: ChangesQuery,
        response: { 200: ChangePage },
      },
    },
    async ({ query: { since, limit = CHANGES_DEFAULT } }) => {
      if (since === LATEST) return { changes: [], nextCursor: await store.changes.latestCursor() };
      const page = await store.changes.page(since ?? null, limit);
      if (page === undefined) throw storeError('PMC_CURSOR_GONE', { cursor: since ?? '' });
      return { changes: page.changes, nextCursor: page.next };
    },
  );
};

/** Newest first. */
export async function recentChanges({ changes }: Pick<Store, 'changes'>): Promise<ChangeList> {
  return { changes: (await changes.recent(SHOWN)).map(({ change }) => change) };
}

export const changeRoutes: Routes = (app, { node: { store } }) => {
  app.get(
    '/api/v1/changes/recent',
    {
      schema: {
        tags: ['operator'],
        summary: `The newest ${SHOWN} changes, newest first`,
        response: { 200: ChangeList },
      },
    },
    () => recentChanges(store),
  );
};
