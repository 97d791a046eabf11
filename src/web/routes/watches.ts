/** A student's watches. */
import { Type } from 'typebox';
import { DEFAULT_KINDS } from '../../domain/watch.ts';
import { formatSectionKey } from '../../domain/section.ts';
import type { SectionKey } from '../../domain/section.ts';
import type { CodedError } from '../../runtime/index.ts';
import { reasonOf } from '../../runtime/index.ts';
import { webError } from '../error-table.ts';
import type { Institution } from '../../institutions/institution.ts';
import { studentOf } from '../auth.ts';
import { answers, forStudents, Key, Kinds, NoContent, strict, WatchBody } from '../schemas.ts';
import { institutionsError } from '../../institutions/errors.ts';
import { readSectionKey } from '../../institutions/section-key.ts';
import type { Routes, Web } from '../web-server.ts';

/** A student waits this long for the first look at a section; then the watch is kept unverified. */
const LOOK_WAIT_MS = 8_000;

const Params = Type.Object({ id: Type.String() });

export const watchRoutes: Routes = (app, web) => {
  const { store, auth, actors, institutions, maxWatchesPerUser } = web;
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
    async (request) => ({ watches: await store.watches.list(studentOf(request).id) }),
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
      const user = studentOf(request);
      const key = sectionField(request.body.section, institutions);
      const section = formatSectionKey(key);
      await refuseOverTerm(key, web);
      const refuse = (outcome: 'duplicate' | 'limit') =>
        outcome === 'duplicate'
          ? webError('PMC_WATCH_DUPLICATE', { section })
          : webError('PMC_WATCH_LIMIT', { limit: maxWatchesPerUser });

      // Asked before the look, which costs the source something; the store asks again when it adds.
      const mine = await store.watches.list(user.id);
      if (mine.some((watch) => watch.section === section)) throw refuse('duplicate');
      if (mine.length >= maxWatchesPerUser) throw refuse('limit');

      const { verified, dueInMs } = await firstLook(key, user.id, web);
      const added = await store.watches.add(
        user.id,
        section,
        request.body.kinds ?? [...DEFAULT_KINDS],
        verified,
        maxWatchesPerUser,
        dueInMs,
      );
      if (added.outcome !== 'added') throw refuse(added.outcome);
      actors.wakeScheduler(key.institution);
      reply.code(201);
      return added.watch;
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
    async (request) => {
      const watch = await store.watches.update(studentOf(request).id, request.params.id, request.body);
      if (watch === undefined) throw watchNotFound(request.params.id);
      actors.wakeSchedulers();
      return watch;
    },
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
      if (!(await store.watches.remove(studentOf(request).id, request.params.id)))
        throw watchNotFound(request.params.id);
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

/** PMC_TERM_OVER: by the calendar, or because nothing of it is listed any more. */
async function refuseOverTerm(key: SectionKey, { institutions, store, clock }: Web): Promise<void> {
  const known = institutions.find(({ id }) => id === key.institution)?.termOf(key.term, clock.now());
  const over = known?.over === true || (await store.terms.over(key.institution)).includes(key.term);
  if (over)
    throw webError('PMC_TERM_OVER', { term: known?.name ?? `Term ${key.term}`, section: formatSectionKey(key) });
}

/** What is known of a section before it is watched, and when to look at it next. PMC_SECTION_NOT_FOUND. */
async function firstLook(
  key: SectionKey,
  student: string,
  { store, looks, clock, checkIntervalMs }: Web,
): Promise<{ verified: boolean; dueInMs: number }> {
  const state = await store.sections.state(formatSectionKey(key));
  if (state !== undefined)
    return {
      verified: true,
      dueInMs: Math.min(checkIntervalMs, Math.max(0, Date.parse(state.checkedAt) + checkIntervalMs - clock.now())),
    };
  const { outcome } = await looks.section(key, { student }, LOOK_WAIT_MS);
  if (outcome === 'not-found') throw institutionsError('PMC_SECTION_NOT_FOUND', { section: formatSectionKey(key) });
  return outcome === 'seen' ? { verified: true, dueInMs: checkIntervalMs } : { verified: false, dueInMs: 0 };
}

function watchNotFound(id: string): CodedError {
  return webError('PMC_WATCH_NOT_FOUND', { id: id.slice(0, 100) });
}
