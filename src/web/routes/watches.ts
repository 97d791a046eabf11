/** A student's watches. */
import { Type } from 'typebox';
import type { SectionKey } from '../../domain/section.ts';
import { reasonOf } from '../../runtime/index.ts';
import { webError } from '../error-table.ts';
import type { Institution } from '../../institutions/institution.ts';
import { studentOf } from '../auth.ts';
import { answers, forStudents, Key, Kinds, NoContent, strict, WatchBody } from '../schemas.ts';
import { readSectionKey } from '../../institutions/section-key.ts';
import type { Routes } from '../web-server.ts';

const Params = Type.Object({ id: Type.String() });

export const watchRoutes: Routes = (app, { auth, watching, institutions }) => {
  const tags = ['watches'];

  app.get(
    '/api/v1/watches',
    {
      onRequest: auth.requireStudent,
      schema: {
        security: forStudents,
        tags,
        summary: 'My watches',
        response: answers({ 200: Type.Object({ watches: Type.Array(WatchBody) }) }, 'PMC_NOT_SIGNED_IN'),
      },
    },
    async (request) => ({ watches: await watching.list(studentOf(request).id) }),
  );

  app.post(
    '/api/v1/watches',
    {
      onRequest: auth.requireStudent,
      schema: {
        security: forStudents,
        tags,
        summary: 'Watch a section',
        body: Type.Object({ section: Key, kinds: Type.Optional(Kinds) }, strict),
        response: answers(
          { 201: WatchBody },
          'PMC_NOT_SIGNED_IN',
          'PMC_BODY_INVALID',
          'PMC_WATCH_DUPLICATE',
          'PMC_WATCH_LIMIT',
          'PMC_TERM_OVER',
          'PMC_SECTION_NOT_FOUND',
          'PMC_JSON_REQUIRED',
        ),
      },
    },
    async (request, reply) => {
      const { section, kinds } = request.body;
      const watch = await watching.start(studentOf(request).id, sectionField(section, institutions), kinds);
      reply.code(201);
      return watch;
    },
  );

  app.patch(
    '/api/v1/watches/:id',
    {
      onRequest: auth.requireStudent,
      schema: {
        security: forStudents,
        tags,
        summary: 'Change or pause a watch',
        params: Params,
        body: Type.Object({ kinds: Type.Optional(Kinds), paused: Type.Optional(Type.Boolean()) }, strict),
        response: answers(
          { 200: WatchBody },
          'PMC_NOT_SIGNED_IN',
          'PMC_BODY_INVALID',
          'PMC_WATCH_NOT_FOUND',
          'PMC_JSON_REQUIRED',
        ),
      },
    },
    async (request) => watching.change(studentOf(request).id, request.params.id, request.body),
  );

  app.delete(
    '/api/v1/watches/:id',
    {
      onRequest: auth.requireStudent,
      schema: {
        security: forStudents,
        tags,
        summary: 'End a watch',
        params: Params,
        response: answers({ 204: NoContent }, 'PMC_NOT_SIGNED_IN', 'PMC_WATCH_NOT_FOUND'),
      },
    },
    async (request, reply) => {
      await watching.end(studentOf(request).id, request.params.id);
      return reply.code(204).send(null);
    },
  );
};

function sectionField(text: string, institutions: readonly Institution[]): SectionKey {
  try {
    return readSectionKey(text, institutions);
  } catch (error) {
    throw webError('PMC_BODY_INVALID', { field: 'section', reason: reasonOf(error) }, error);
  }
}
