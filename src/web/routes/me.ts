/** A student's account: preferences, the data stored about them, and its deletion. */
import { Type } from 'typebox';
import type { Preferences } from '../../domain/preferences.ts';
import { isTimeZone } from '../../domain/preferences.ts';
import { storeError } from '../../store/errors.ts';
import { studentOf } from '../auth.ts';
import type { MePatch } from '../contract/me.ts';
import * as contract from '../contract/me.ts';
import { webError } from '../errors.ts';
import type { Routes } from '../http/route.ts';

const tags = ['me'];

export const meRoutes: Routes = (app, { node: { store }, auth }) => {
  const { accounts } = store;

  app.get(
    '/api/v1/me',
    { schema: { tags, summary: 'My address and preferences', response: { 200: contract.Me } } },
    async (request) => {
      const { id, email } = studentOf(request);
      return { email, ...orGone(await accounts.preferences(id)) };
    },
  );

  app.patch(
    '/api/v1/me',
    { schema: { tags, summary: 'Change my preferences', body: contract.MePatch, response: { 200: contract.Me } } },
    async (request) => {
      const { id, email } = studentOf(request);
      checkPatch(request.body);
      return { email, ...orGone(await accounts.prefer(id, request.body)) };
    },
  );

  app.get(
    '/api/v1/me/export',
    { schema: { tags, summary: 'Everything that is stored about me', response: { 200: contract.AccountExport } } },
    async (request, reply) => {
      const found = await accounts.export(studentOf(request).id);
      // Not before: an error would be downloaded as the file.
      reply
        .header('content-disposition', 'attachment; filename="pickmyclass.json"')
        .header('cache-control', 'no-store');
      return found;
    },
  );

  app.delete(
    '/api/v1/me',
    {
      schema: { tags, summary: 'Delete my account: watches, notifications, sessions', response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      await accounts.remove(studentOf(request).id);
      auth.forget(reply);
      return reply.code(204).send(null);
    },
  );
};

/** The account was deleted between two steps of a request. */
function orGone(preferences: Preferences | undefined): Preferences {
  if (preferences === undefined) throw storeError('PMC_NOT_SIGNED_IN', {});
  return preferences;
}

/** Throws PMC_BODY_INVALID for what the schema cannot tell. */
function checkPatch({ timeZone, quietHours }: MePatch): void {
  if (timeZone !== undefined && !isTimeZone(timeZone))
    throw webError('PMC_BODY_INVALID', { field: 'timeZone', reason: 'is not an IANA time zone that we know' });
  if (quietHours && quietHours.from === quietHours.to)
    throw webError('PMC_BODY_INVALID', { field: 'quietHours.to', reason: 'must differ from quietHours.from' });
}
