/** The JSON search API that the page calls: classes, terms, subjects. */
import { Type } from 'typebox';
import type { Static } from 'typebox';
import type { FastifyInstance } from 'fastify';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { Answers } from './answers.ts';
import type { Counters } from './counters.ts';
import type { Misbehaviour } from './misbehaviour.ts';
import type { IsOwn } from './own-origin.ts';
import { termOf } from './terms.ts';
import type { Search, World } from './world.ts';

export const API_BASE = '/catalog-microservices/api/v1';

export interface ApiParts { world: World; answers: Answers; misbehaviour: Misbehaviour; requests: Counters; isOwn: IsOwn }

const Text = Type.Optional(Type.String({ maxLength: 2_000 }));
/** Parameters with no effect (refine, searchType, pageSize, campusOrOnlineSelection, honors, promod …) are let through, as at the real site. */
const ClassesQuery = Type.Object({ term: Text, subject: Text, catalogNbr: Text, classNbr: Text, keywords: Text, scrollId: Text });
const SubjectsQuery = Type.Object({ term: Text });

export function registerApi(app: FastifyInstance, { world, answers, misbehaviour, requests, isOwn }: ApiParts): void {
  const api = app.withTypeProvider<TypeBoxTypeProvider>();

  api.addHook('onRequest', async (request, reply) => {
    const { origin } = request.headers;
    if (origin !== undefined && isOwn(request.headers)) {
      void reply.headers({ 'access-control-allow-origin': origin, 'access-control-allow-headers': 'authorization, content-type', vary: 'origin' });
    }
    if (request.method === 'OPTIONS') return reply.code(204).send();
    // Visitors send "Bearer null"; the real API only looks whether there is something.
    if (request.headers.authorization === undefined || misbehaviour.strikes('unauthorized')) return reply.code(401).type('text/plain').send('Unauthorized');
    return undefined;
  });

  api.options(`${API_BASE}/search/*`, async () => '');

  api.get(`${API_BASE}/search/classes`, { schema: { querystring: ClassesQuery } }, async (request, reply) => {
    requests.classes += 1;
    const { scrollId } = request.query;
    const cut = misbehaviour.strikes('cutRows');
    const search = misbehaviour.strikes('noRows') ? { term: '' } : searchOf(request.query);
    const body = scrollId === undefined || scrollId === '' ? answers.search(search, cut) : answers.scroll(scrollId, cut);
    if (body === undefined) return reply.code(404).type('text/plain').send('Not found');
    return reply.type('application/json; charset=utf-8').header('cache-control', 'no-store')
      .send(misbehaviour.strikes('truncated') ? body.slice(0, Math.floor(body.length / 2)) : body);
  });

  api.get(`${API_BASE}/search/terms`, async () => {
    requests.terms += 1;
    return world.terms.map((code) => ({ value: code, label: termOf(code).name }));
  });

  api.get(`${API_BASE}/search/subjects`, { schema: { querystring: SubjectsQuery } }, async (request) => {
    requests.subjects += 1;
    return world.subjects(request.query.term ?? '').map(({ code, name }) => ({ value: code, label: name }));
  });
}

/** An empty parameter is an absent one. */
function searchOf({ term, subject, catalogNbr, classNbr, keywords }: Static<typeof ClassesQuery>): Search {
  const given = (text: string | undefined): string | undefined => text?.trim() || undefined;
  return { term: given(term) ?? '', subject: given(subject), catalogNumber: given(catalogNbr), classNumber: given(classNbr), keywords: given(keywords) };
}
