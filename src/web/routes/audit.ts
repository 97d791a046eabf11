/** GET /api/v1/audit: what operators did, in pages. */
import { isAuditId } from '../../store/audit.ts';
import { storeError } from '../../store/errors.ts';
import { AuditPage, AuditQuery } from '../contract/audit.ts';
import type { Routes } from '../http/route.ts';

const PAGE = 100;

export const auditRoutes: Routes = (app, { node: { store } }) => {
  app.get(
    '/api/v1/audit',
    {
      config: { errors: ['PMC_CURSOR_INVALID'] },
      schema: {
        tags: ['operator'],
        summary: 'What operators did, newest first. Nothing deletes from it',
        description: 'An entry is written before the act, so it also shows an act that then failed.',
        querystring: AuditQuery,
        response: { 200: AuditPage },
      },
    },
    async ({ query: { cursor } }) => {
      if (cursor !== undefined && !isAuditId(cursor)) throw storeError('PMC_CURSOR_INVALID', { cursor });
      const found = await store.audit.page(cursor ?? null, PAGE);
      const last = found.length < PAGE ? undefined : found.at(-1);
      return {
        entries: found.map(({ id: _id, ...entry }) => entry),
        ...(last !== undefined && { nextCursor: last.id }),
      };
    },
  );
};
