/** The data stored about a student, who can download and delete it. */
import { Type } from 'typebox';
import { studentOf } from '../auth.ts';
import { AccountExport } from '../contract/session.ts';
import type { Routes } from '../http/route.ts';

export const meRoutes: Routes = (app, { node: { store }, auth }) => {
  const tags = ['me'];

  app.get(
    '/api/v1/me/export',
    { schema: { tags, summary: 'Everything that is stored about me', response: { 200: AccountExport } } },
    async (request, reply) => {
      reply
        .header('content-disposition', 'attachment; filename="pickmyclass.json"')
        .header('cache-control', 'no-store');
      return store.accounts.export(studentOf(request).id);
    },
  );

  app.delete(
    '/api/v1/me',
    {
      schema: { tags, summary: 'Delete my account: watches, notifications, sessions', response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      await store.accounts.remove(studentOf(request).id);
      await auth.signOut(request, reply);
      return reply.code(204).send(null);
    },
  );
};
