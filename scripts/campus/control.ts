/**
 * The control API: sets seats, switches faults on, and pauses time. The pages of this site may use it, and clients that
 * are no browser.
 */
import { CAMPUS_STATUS, campusError } from './errors.ts';
import { Type } from 'typebox';
import type { Static } from 'typebox';
import type { FastifyError, FastifyInstance } from 'fastify';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import { CodedError } from '../../src/runtime/index.ts';
import type { ChangeLog } from './change-log.ts';
import type { Counters } from './counters.ts';
import type { AcceptedMail } from './mail-server.ts';
import { FAULTS, Wish } from './misbehaviour.ts';
import type { Misbehaviour } from './misbehaviour.ts';
import type { Motion } from './motion.ts';
import type { IsOwn } from './own-origin.ts';
import type { Replay } from './replay.ts';
import { keyOf, seatsOf, statusOfSection, withOneMoreSeat, withoutSeats } from './section.ts';
import type { CampusSection } from './section.ts';
import { termOf } from './terms.ts';
import type { World } from './world.ts';

const strict = { additionalProperties: false };
const Seats = Type.Integer({ minimum: -9_999, maximum: 99_999 });
const Room = Type.Integer({ minimum: 0, maximum: 99_999 });
const Name = Type.String({ minLength: 1, maxLength: 200 });

/** What can be set by hand. Omitted fields stay as they are. */
export const SectionPatch = Type.Partial(
  Type.Object({
    capacity: Room,
    enrolled: Seats,
    reserved: Type.Array(
      Type.Object({ label: Name, capacity: Room, enrolled: Room, until: Type.Union([Name, Type.Null()]) }, strict),
      { maxItems: 20 },
    ),
    waitlist: Type.Object({ capacity: Room, count: Room }, strict),
    instructors: Type.Union([Type.Array(Name, { maxItems: 20 }), Type.Null()]),
    listing: Type.Union([Type.Literal('active'), Type.Literal('cancelled'), Type.Literal('vanished')]),
    catalogNumber: Type.String({ pattern: '^\\d{3}[A-Z]?$' }),
  }),
  { ...strict, minProperties: 1 },
);
export type SectionPatch = Static<typeof SectionPatch>;

const SectionParams = Type.Object({
  term: Type.String({ pattern: '^\\d{3,6}$' }),
  classNumber: Type.String({ pattern: '^\\d{1,10}$' }),
});
const StatusFilter = Type.Union(
  ['open', 'reserved', 'waitlist', 'full', 'cancelled'].map((status) => Type.Literal(status)),
);
const ListQuery = Type.Object(
  {
    q: Type.String({ maxLength: 200, default: '' }),
    term: Type.Optional(Type.String({ maxLength: 6 })),
    status: Type.Optional(StatusFilter),
    limit: Type.String({ pattern: '^[1-9]\\d{0,2}$', default: '50' }),
  },
  strict,
);

export interface ControlParts {
  world: World;
  mails: readonly AcceptedMail[];
  log: ChangeLog;
  misbehaviour: Misbehaviour;
  motion: Motion;
  replay: Replay | null;
  requests: Counters;
  mainTerm: string;
  seed: number;
  isOwn: IsOwn;
}

export function registerControl(
  plain: FastifyInstance,
  { world, mails, log, misbehaviour, motion, replay, requests, mainTerm, seed, isOwn }: ControlParts,
): void {
  const app = plain.withTypeProvider<TypeBoxTypeProvider>();
  app.removeContentTypeParser('text/plain');
  app.setErrorHandler(async (error: FastifyError | CodedError, request, reply) => {
    const { code, message } = asCampusError(error, String(request.id));
    const statusCode = CAMPUS_STATUS[code] ?? 500;
    return reply.code(statusCode).send({ statusCode, code, error: 'campus control', message });
  });
  app.addHook('onRequest', async ({ headers }) => {
    requests.control += 1;
    const { origin, host = '' } = headers;
    if (origin !== undefined && !isOwn(headers)) throw campusError('PMC_ORIGIN_FOREIGN', { origin, expected: host });
  });

  app.get('/overview', async () => ({
    seed,
    mainTerm,
    terms: world.terms.map((code) => ({ code, name: termOf(code).name })),
    statuses: countStatuses(world.sections),
    sections: world.sections.length,
    moving: motion.running,
    replay: replay?.progress ?? null,
    misbehaviour: misbehaviour.current,
    faults: FAULTS,
    requests,
    lastChange: log.last,
  }));

  app.get(
    '/changes',
    { schema: { querystring: Type.Object({ after: Type.String({ pattern: '^\\d{1,15}$', default: '0' }) }, strict) } },
    async (request) => ({ changes: log.since(Number(request.query.after)), last: log.last }),
  );

  app.get('/mails', async () => ({ mails }));

  app.get('/sections', { schema: { querystring: ListQuery } }, async (request) => {
    const { q, term = mainTerm, status, limit } = request.query;
    const found = searchAll(world, term, q).filter(
      (section) => status === undefined || statusOfSection(section) === status,
    );
    return { total: found.length, sections: found.slice(0, Number(limit)).map(present) };
  });

  const path = '/sections/:term/:classNumber';
  const schema = { params: SectionParams };
  app.get(path, { schema }, async ({ params }) => present(world.find(params.term, params.classNumber)));

  app.patch(path, { schema: { params: SectionParams, body: SectionPatch } }, async ({ params, body }) => {
    const section = world.find(params.term, params.classNumber);
    world.change(section, body);
    return present(section);
  });

  app.post(`${path}/open-seat`, { schema }, async ({ params }) => {
    const section = world.find(params.term, params.classNumber);
    world.change(section, withOneMoreSeat(section));
    return present(section);
  });

  app.post(`${path}/fill`, { schema }, async ({ params }) => {
    const section = world.find(params.term, params.classNumber);
    world.change(section, withoutSeats(section));
    return present(section);
  });

  app.patch('/misbehaviour', { schema: { body: Wish } }, async ({ body }) => {
    misbehaviour.wish(body);
    return misbehaviour.current;
  });

  app.delete('/misbehaviour', async (_request, reply) => {
    misbehaviour.clear();
    return reply.code(204).send();
  });

  app.put('/movement', { schema: { body: Type.Object({ running: Type.Boolean() }, strict) } }, async ({ body }) => {
    if (body.running) motion.start();
    else motion.stop();
    return { running: motion.running };
  });
}

/** Unlike the search of the site, this finds vanished sections too, and a section by its key. */
function searchAll(world: World, term: string, q: string): CampusSection[] {
  const words = q
    .toLowerCase()
    .replace(/^asu\/\d+\//, '')
    .split(/\s+/)
    .filter((word) => word !== '');
  return world.sections.filter(
    (section) => section.term === term && words.every((word) => textOf(section).includes(word)),
  );
}

function textOf({ subject, catalogNumber, classNumber, title, instructors }: CampusSection): string {
  return `${subject} ${catalogNumber} ${classNumber} ${title} ${instructors?.join(' ') ?? ''}`.toLowerCase();
}

function present(section: CampusSection): Record<string, unknown> {
  const { captured, subjectName: _subjectName, ...rest } = section;
  return {
    section: keyOf(section),
    ...rest,
    status: statusOfSection(section),
    seats: seatsOf(section),
    captured: captured !== undefined,
  };
}

function countStatuses(sections: readonly CampusSection[]): Record<string, number> {
  const counts: Record<string, number> = { open: 0, reserved: 0, waitlist: 0, full: 0, cancelled: 0 };
  for (const section of sections) counts[statusOfSection(section)]! += 1;
  return counts;
}

function asCampusError(error: FastifyError | CodedError, requestId: string): CodedError {
  if (error instanceof CodedError) return error;
  const [problem] = error.validation ?? [];
  if (problem !== undefined)
    return campusError(
      'PMC_BODY_INVALID',
      { field: `${error.validationContext ?? ''}${problem.instancePath}`, reason: problem.message ?? 'not valid' },
      error,
    );
  if (error.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE')
    return campusError('PMC_JSON_REQUIRED', { contentType: 'anything else' }, error);
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') return campusError('PMC_BODY_TOO_LARGE', { limit: '1 MB' }, error);
  if (error.statusCode !== undefined && error.statusCode < 500)
    return campusError('PMC_REQUEST_INVALID', { reason: error.message }, error);
  return campusError('PMC_INTERNAL', { requestId }, error);
}
