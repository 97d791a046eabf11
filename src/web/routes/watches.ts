/** A student's watches. */
import { Type } from 'typebox';
import type { SectionKey } from '../../domain/section.ts';
import type { Institution } from '../../institutions/institution.ts';
import { readSectionKey } from '../../institutions/section-key.ts';
import { reasonOf } from '../../runtime/index.ts';
import { studentOf } from '../auth.ts';
import { NewWatch, Watch, WatchList, WatchPatch } from '../contract/watch.ts';
import { webError } from '../errors.ts';
import type { Routes } from '../http/route.ts';

const Params = Type.Object({ id: Type.String() });

export const watchRoutes: Routes = (app, { node: { sources }, watching }) => {
  const tags = ['watches'];

  app.get(
    '/api/v1/watches',
    { schema: { tags, summary: 'My watches', response: { 200: WatchList } } },
    async (request) => ({ watches: await watching.list(studentOf(request).id) }),
  );

  app.post(
    '/api/v1/watches',
    {
      config: { errors: ['PMC_WATCH_DUPLICATE', 'PMC_WATCH_LIMIT', 'PMC_TERM_OVER', 'PMC_SECTION_NOT_FOUND'] },
      schema: { tags, summary: 'Watch a section', body: NewWatch, response: { 201: Watch } },
    },
    async (request, reply) => {
      const { section, kinds } = request.body;
      const watch = await watching.start(studentOf(request).id, keyOf(section, sources.institutions), kinds);
      reply.code(201);
      return watch;
    },
  );

  app.patch(
    '/api/v1/watches/:id',
    {
      config: { errors: ['PMC_WATCH_NOT_FOUND'] },
      schema: { tags, summary: 'Change or pause a watch', params: Params, body: WatchPatch, response: { 200: Watch } },
    },
    async (request) => watching.change(studentOf(request).id, request.params.id, request.body),
  );

  app.delete(
    '/api/v1/watches/:id',
    {
      config: { errors: ['PMC_WATCH_NOT_FOUND'] },
      schema: { tags, summary: 'End a watch', params: Params, response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      await watching.end(studentOf(request).id, request.params.id);
      return reply.code(204).send(null);
    },
  );
};

/** Reports an invalid key as an invalid field of the body. */
function keyOf(text: string, institutions: readonly Institution[]): SectionKey {
  try {
    return readSectionKey(text, institutions);
  } catch (error) {
    throw webError('PMC_BODY_INVALID', { field: 'section', reason: reasonOf(error) }, error);
  }
}
