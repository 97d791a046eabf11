/** What is stored on a student: all of it to take away, and its deletion. */
import { Type } from 'typebox';
import { studentOf } from '../auth.ts';
import { answers, forStudents, NoContent } from '../schemas.ts';
import type { Routes } from '../web-server.ts';

export const meRoutes: Routes = (app, { store, auth }) => {
  app.get(
    '/api/v1/me/export',
    {
      onRequest: auth.requireStudent,
      schema: {
        security: forStudents,
        tags: ['me'],
        summary: 'All that is stored on me',
        response: answers({ 200: Type.Record(Type.String(), Type.Unknown()) }, 'PMC_NOT_SIGNED_IN'),
      },
    },
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
      onRequest: auth.requireStudent,
      schema: {
        security: forStudents,
        tags: ['me'],
        summary: 'Delete me: watches, notifications, sessions, everything',
        response: answers({ 204: NoContent }, 'PMC_NOT_SIGNED_IN'),
      },
    },
    async (request, reply) => {
      await store.accounts.remove(studentOf(request).id);
      await auth.signOut(request, reply);
      return reply.code(204).send(null);
    },
  );
};
