/** GET /api/v1/changes/recent: what was noticed last, of all sections. */
import { Type } from 'typebox';
import { answers, ChangeBody, forOperators } from '../schemas.ts';
import type { Routes } from '../web-server.ts';

const SHOWN = 50;

export const changeRoutes: Routes = (app, { auth, store }) => {
  app.get(
    '/api/v1/changes/recent',
    {
      onRequest: auth.requireOperator,
      schema: {
        security: forOperators,
        tags: ['operator'],
        summary: `The newest ${SHOWN} changes, newest first`,
        response: answers(
          { 200: Type.Object({ changes: Type.Array(ChangeBody) }) },
          'PMC_NOT_SIGNED_IN',
          'PMC_NOT_OPERATOR',
        ),
      },
    },
    async () => ({ changes: (await store.changes.recent(SHOWN)).map(({ change }) => change) }),
  );
};
