/** GET /api/v1/me/messages: everything that was or will be sent to a student, in pages. */
import { storeError } from '../../store/errors.ts';
import type { MessagePlace, StoredMessage } from '../../store/accounts.ts';
import { studentOf } from '../auth.ts';
import type { Message } from '../contract/message.ts';
import { MessageList, MessageQuery } from '../contract/message.ts';
import type { Routes } from '../http/route.ts';
import { cursorOf, placeIn } from '../page-cursor.ts';

const PAGE = 50;

export const meMessageRoutes: Routes = (app, { node: { store } }) => {
  app.get(
    '/api/v1/me/messages',
    {
      config: { errors: ['PMC_CURSOR_INVALID'] },
      schema: {
        tags: ['me'],
        summary: 'Messages to me, newest first',
        querystring: MessageQuery,
        response: { 200: MessageList },
      },
    },
    async (request) => {
      const { cursor } = request.query;
      const after = cursor === undefined ? null : placeOf(cursor);
      const found = await store.accounts.messages(studentOf(request).id, after, PAGE);
      const last = found.length < PAGE ? undefined : found.at(-1);
      return {
        messages: found.map(messageView),
        ...(last !== undefined && { nextCursor: cursorOf({ key: Date.parse(last.queuedAt), id: last.id }) }),
      };
    },
  );
};

export function messageView({ change, sentAt, ...message }: StoredMessage): Message {
  return { ...message, ...(change !== null && { change }), ...(sentAt !== null && { sentAt }) };
}

/** Throws PMC_CURSOR_INVALID. */
function placeOf(cursor: string): MessagePlace {
  const { key, id } = placeIn(cursor, 'number');
  const queuedAt = new Date(key);
  if (Number.isNaN(queuedAt.getTime())) throw storeError('PMC_CURSOR_INVALID', { cursor: cursor.slice(0, 100) });
  return { queuedAt: queuedAt.toISOString(), id };
}
