/** GET /api/v1/changes/recent: the newest changes of all sections. */
import { ChangeList } from '../contract/section.ts';
import type { Routes } from '../http/route.ts';
import type { Store } from '../../store/store.ts';

const SHOWN = 50;

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
