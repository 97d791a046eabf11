/**
 * The links in messages (RFC 8058). Mail programs post to them without a cookie or an origin, with any body. A person
 * who opens one sees a page first.
 */
import { Type } from 'typebox';
import { HtmlPage } from '../contract/text.ts';
import { webError } from '../errors.ts';
import type { Action } from '../../notify/action-token.ts';
import { readAction, signAction } from '../../notify/action-token.ts';
import { PAUSE_MS } from '../../domain/watch.ts';
import { Stopping } from '../../watching/stopping.ts';
import { t } from '../../words/index.ts';
import { readerLanguage } from '../http/reader-language.ts';
import { askingPage, donePage } from '../pages/stop-pages.ts';
import type { Routes } from '../http/route.ts';

const Query = Type.Object({ token: Type.Optional(Type.String()) });
const HTML = 'text/html; charset=utf-8';

export const unsubscribeRoutes: Routes = (app, web) => {
  const { node, actors, context } = web;
  const { sessionSecret } = node.secrets;
  const stopping = new Stopping({
    store: node.store,
    limit: node.config.maxWatchesPerUser,
    onChanged: () => actors.wakeSchedulers(),
    clock: context.clock,
  });
  const actionOf = (token = ''): Action => {
    const action = readAction(token, sessionSecret);
    if (action === undefined) throw webError('PMC_TOKEN_INVALID', {});
    return action;
  };
  const urlOf = (action: Action): string =>
    `/api/v1/unsubscribe?token=${encodeURIComponent(signAction(action, sessionSecret))}`;

  app.register(async (scope: typeof app) => {
    // One click is one click, whatever the mail program sends with it.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'string' }, (_request, _body, done) => done(null, null));

    scope.get(
      '/api/v1/unsubscribe',
      {
        config: { errors: ['PMC_TOKEN_INVALID'] },
        schema: {
          tags: ['unsubscribe'],
          summary: 'A page that asks whether to do what the link says, or more. Changes nothing',
          querystring: Query,
          response: { 200: HtmlPage },
        },
      },
      async (request, reply) => {
        const action = actionOf(request.query.token);
        const about = await stopping.about(action);
        const language = about.student?.language ?? readerLanguage(request);
        reply.type(HTML).header('cache-control', 'no-store');
        return askingPage(action, about, language, urlOf);
      },
    );

    scope.post(
      '/api/v1/unsubscribe',
      {
        config: { anyOrigin: true, errors: ['PMC_TOKEN_INVALID'] },
        schema: {
          tags: ['unsubscribe'],
          summary:
            'Do what the token says (RFC 8058 one-click): end or pause watches, turn off a channel or everything',
          querystring: Query,
          response: { 200: HtmlPage },
        },
      },
      async (request, reply) => {
        const action = actionOf(request.query.token);
        const about = await stopping.about(action);
        const language = about.student?.language ?? readerLanguage(request);
        const undo = await stopping.perform(action, t(language)('channels.offByLink'));
        reply.type(HTML).header('cache-control', 'no-store');
        return donePage(action, about, language, undo, context.clock.now() + PAUSE_MS, urlOf);
      },
    );
  });
};
