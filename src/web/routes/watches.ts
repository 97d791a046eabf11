/** A student's watches. */
import { Type } from 'typebox';
import { studentOf } from '../auth.ts';
import { NewWatch, Watch, WatchList, WatchPatch } from '../contract/watch.ts';
import type { Routes } from '../http/route.ts';
import { readPatch, readWatch } from '../watch-body.ts';

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
      config: {
        errors: [
          'PMC_WATCH_DUPLICATE',
          'PMC_WATCH_LIMIT',
          'PMC_WATCH_INVALID',
          'PMC_TERM_OVER',
          'PMC_SECTION_NOT_FOUND',
          'PMC_COURSE_NOT_FOUND',
        ],
      },
      schema: {
        tags,
        summary: 'Watch a section, or any section of a course',
        body: NewWatch,
        response: { 201: Watch },
      },
    },
    async (request, reply) => {
      const wish = readWatch(request.body, sources.institutions);
      const watch = await watching.start(studentOf(request).id, wish);
      reply.code(201);
      return watch;
    },
  );

  app.patch(
    '/api/v1/watches/:id',
    {
      config: { errors: ['PMC_WATCH_NOT_FOUND', 'PMC_WATCH_DUPLICATE', 'PMC_WATCH_INVALID'] },
      schema: { tags, summary: 'Change or pause a watch', params: Params, body: WatchPatch, response: { 200: Watch } },
    },
    async (request) => watching.change(studentOf(request).id, request.params.id, readPatch(request.body)),
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
