/** The JSON search API that the page calls: classes, terms and subjects. */
import { Type } from 'typebox';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { Answers } from './answers.ts';
import type { Counters } from './counters.ts';
import { hiddenNow } from './hidden.ts';
import type { Misbehaviour } from './misbehaviour.ts';
import type { IsOwn } from './own-origin.ts';
import { termOf } from './terms.ts';
import { ClassesQuery, searchOf } from './search-query.ts';
import type { World } from './world.ts';

export const API_BASE = '/catalog-microservices/api/v1';

/** The address of the API during the `movedApi` fault. */
export const MOVED_API_BASE = '/catalog-microservices/api/v2';

export interface ApiParts {
  world: World;
  answers: Answers;
  misbehaviour: Misbehaviour;
  requests: Counters;
  mainTerm: string;
  isOwn: IsOwn;
}

const SubjectsQuery = Type.Object({ term: Type.Optional(Type.String({ maxLength: 2_000 })) });

export function registerApi(app: FastifyInstance, parts: ApiParts): void {
  const { misbehaviour, isOwn } = parts;

  app.addHook('onRequest', async (request, reply) => {
    const { origin } = request.headers;
    if (origin !== undefined && isOwn(request.headers)) {
      void reply.headers({
        'access-control-allow-origin': origin,
        'access-control-allow-headers': 'authorization, content-type',
        vary: 'origin',
      });
    }
    if (request.method === 'OPTIONS') return reply.code(204).send();
    // Visitors send "Bearer null". The real API accepts any value.
    if (request.headers.authorization === undefined || misbehaviour.strikes('unauthorized'))
      return reply.code(401).type('text/plain').send('Unauthorized');
    if (misbehaviour.strikes('movedApi') !== request.url.startsWith(MOVED_API_BASE)) return notFound(reply);
    return undefined;
  });

  for (const base of [API_BASE, MOVED_API_BASE]) registerSearch(app, `${base}/search`, parts);
}

function registerSearch(
  app: FastifyInstance,
  base: string,
  { world, answers, misbehaviour, requests, mainTerm }: ApiParts,
): void {
  const api = app.withTypeProvider<TypeBoxTypeProvider>();
  api.options(`${base}/*`, async () => '');

  api.get(`${base}/classes`, { schema: { querystring: ClassesQuery } }, async (request, reply) => {
    requests.classes += 1;
    if (misbehaviour.strikes('pageOnly')) return notFound(reply);
    const { scrollId } = request.query;
    const search = misbehaviour.strikes('noRows') ? { term: '' } : searchOf(request.query);
    const disfigured = {
      cut: misbehaviour.strikes('cutRows'),
      odd: misbehaviour.strikes('oddRow'),
      isHidden: hiddenNow(misbehaviour, mainTerm),
    };
    const body =
      scrollId === undefined || scrollId === ''
        ? answers.search(search, disfigured)
        : answers.scroll(scrollId, disfigured);
    if (body === undefined) return notFound(reply);
    return reply
      .type('application/json; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(misbehaviour.strikes('truncated') ? body.slice(0, Math.floor(body.length / 2)) : body);
  });

  api.get(`${base}/terms`, async () => {
    requests.terms += 1;
    const gone = misbehaviour.strikes('termGone');
    return world.terms
      .filter((code) => !gone || code !== mainTerm)
      .map((code) => ({ value: code, label: termOf(code).name }));
  });

  api.get(`${base}/subjects`, { schema: { querystring: SubjectsQuery } }, async (request) => {
    requests.subjects += 1;
    return world.subjects(request.query.term ?? '').map(({ code, name }) => ({ value: code, label: name }));
  });
}

function notFound(reply: FastifyReply): FastifyReply {
  return reply.code(404).type('text/plain').send('Not found');
}
