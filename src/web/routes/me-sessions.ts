/** Where a student is signed in. */
import { Type } from 'typebox';
import { sessionId } from '../../store/accounts.ts';
import { studentOf } from '../auth.ts';
import { SessionList } from '../contract/me.ts';
import { webError } from '../errors.ts';
import type { Routes } from '../http/route.ts';

const Params = Type.Object({ id: Type.String({ maxLength: 100 }) });
const tags = ['me'];

export const meSessionRoutes: Routes = (app, { node: { store }, auth }) => {
  const { accounts } = store;

  app.get(
    '/api/v1/me/sessions',
    { schema: { tags, summary: 'Where I am signed in, the last used first', response: { 200: SessionList } } },
    async (request) => {
      const hash = auth.sessionHashOf(request);
      const current = hash === undefined ? undefined : sessionId(hash);
      const sessions = await accounts.sessions(studentOf(request).id);
      return { sessions: sessions.map((session) => ({ ...session, current: session.id === current })) };
    },
  );

  app.delete(
    '/api/v1/me/sessions',
    { schema: { tags, summary: 'Sign out everywhere, here too', response: { 204: Type.Null() } } },
    async (request, reply) => {
      await accounts.endSessions(studentOf(request).id);
      auth.forget(reply);
      return reply.code(204).send(null);
    },
  );

  app.delete(
    '/api/v1/me/sessions/:id',
    {
      config: { errors: ['PMC_SESSION_NOT_FOUND'] },
      schema: { tags, summary: 'End one of my sessions', params: Params, response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      const { id } = request.params;
      if (!(await accounts.endSession(studentOf(request).id, id))) throw webError('PMC_SESSION_NOT_FOUND', { id });
      return reply.code(204).send(null);
    },
  );
};
