/** Students, for operators: find one, see what they watch and were told, suspend, restore, and send a link again. */
import { Type } from 'typebox';
import { DEFAULT_PREFERENCES } from '../../domain/preferences.ts';
import type { KnownUser } from '../../store/users.ts';
import { placeOf } from '../../store/users.ts';
import { seenWatches } from '../../watching/seen-watch.ts';
import { channelView } from '../channel-view.ts';
import type { User } from '../contract/users.ts';
import { UserDetails, UserPage, UserPatch, UserQuery } from '../contract/users.ts';
import { webError } from '../errors.ts';
import { enter } from '../http/audited.ts';
import type { Routes } from '../http/route.ts';
import { cursorOf, placeIn } from '../page-cursor.ts';
import { messageView } from './me-messages.ts';

const PAGE = 50;
const MESSAGES = 50;
const Params = Type.Object({ id: Type.String({ maxLength: 100 }) });
const tags = ['operator'];

export const userRoutes: Routes = (app, { node: { store }, auth, actors, links }) => {
  /** Rejects with PMC_USER_NOT_FOUND. */
  const find = async (id: string): Promise<KnownUser> => {
    const user = await store.users.find(id);
    if (user === undefined) throw webError('PMC_USER_NOT_FOUND', { id });
    return user;
  };
  const details = async (user: KnownUser): Promise<UserDetails> => ({
    ...userView(user),
    watches: await seenWatches(store.sections, await store.watches.list(user.id)),
    channels: (await store.channels.list(user.id)).map(channelView),
    messages: (await store.accounts.messages(user.id, null, MESSAGES)).map(messageView),
  });

  app.get(
    '/api/v1/users',
    {
      config: { errors: ['PMC_CURSOR_INVALID'] },
      schema: { tags, summary: 'Students, in pages', querystring: UserQuery, response: { 200: UserPage } },
    },
    async ({ query: { q = '', filter = null, sort = 'email', cursor } }) => {
      const after = cursor === undefined ? null : placeIn(cursor, sort === 'email' ? 'string' : 'number');
      const text = q.trim().toLowerCase();
      const found = await store.users.page({ text, filter, sort, after, limit: PAGE });
      const last = found.length < PAGE ? undefined : found.at(-1);
      return { users: found.map(userView), ...(last !== undefined && { nextCursor: cursorOf(placeOf(last, sort)) }) };
    },
  );

  app.get(
    '/api/v1/users/:id',
    {
      config: { errors: ['PMC_USER_NOT_FOUND'] },
      schema: {
        tags,
        summary: 'A student with watches, channels and the newest messages',
        params: Params,
        response: { 200: UserDetails },
      },
    },
    async ({ params }) => details(await find(params.id)),
  );

  app.patch(
    '/api/v1/users/:id',
    {
      config: { errors: ['PMC_USER_NOT_FOUND', 'PMC_USER_IS_OPERATOR'] },
      schema: {
        tags,
        summary: 'Suspend or restore a student',
        description:
          'A suspended student is signed out everywhere, gets no sign-in link and is told nothing, and the watches ' +
          'count for nothing. A restored one goes on as before.',
        params: Params,
        body: UserPatch,
        response: { 200: UserDetails },
      },
    },
    async (request) => {
      const { suspended } = request.body;
      const user = await find(request.params.id);
      if (suspended && auth.roleOf(user) !== null) throw webError('PMC_USER_IS_OPERATOR', {});
      await enter(store.audit, request, suspended ? 'suspend-user' : 'restore-user', user.id);
      const changed = await (suspended ? store.users.suspend(user.id) : store.users.restore(user.id));
      if (changed === undefined) throw webError('PMC_USER_NOT_FOUND', { id: user.id });
      actors.wakeSchedulers();
      return details(changed);
    },
  );

  app.post(
    '/api/v1/users/:id/sign-in-link',
    {
      config: { errors: ['PMC_USER_NOT_FOUND', 'PMC_USER_SUSPENDED', 'PMC_SIGN_IN_MAIL_FAILED'] },
      schema: {
        tags,
        summary: 'Mail the student a sign-in link',
        params: Params,
        response: { 202: Type.Object({}, { examples: [{}] }) },
      },
    },
    async (request, reply) => {
      const { id, email, suspendedAt } = await find(request.params.id);
      if (suspendedAt !== null) throw webError('PMC_USER_SUSPENDED', {});
      await enter(store.audit, request, 'send-sign-in-link', id);
      const { language } = (await store.accounts.preferences(id)) ?? DEFAULT_PREFERENCES;
      await links.send(email, { language });
      reply.code(202);
      return {};
    },
  );
};

function userView({ suspendedAt, lastSeenAt, ...user }: KnownUser): User {
  return {
    ...user,
    suspended: suspendedAt !== null,
    ...(suspendedAt !== null && { suspendedAt }),
    ...(lastSeenAt !== null && { lastSeenAt }),
  };
}
