/** GET /api/v1/changes/recent: the newest changes of all sections. */
import { ChangeList } from '../contract/section.ts';
import type { Routes } from '../http/route.ts';

const SHOWN = 50;

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
    async () => ({ changes: (await store.changes.recent(SHOWN)).map(({ change }) => change) }),
  );
};
