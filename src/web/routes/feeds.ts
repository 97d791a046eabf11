/** Atom feeds of the changes of a section, and of all sections of a course. */
import { Type } from 'typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { SectionState } from '../../domain/section.ts';
import { institutionsError } from '../../institutions/errors.ts';
import { institutionOf, sectionOf } from '../../institutions/section-key.ts';
import { changeSentence } from '../../words/change-words.ts';
import { formats } from '../../words/formats.ts';
import { t as translations } from '../../words/index.ts';
import { nameOf, seatsOf } from '../../words/section-words.ts';
import { SectionParams } from '../contract/section.ts';
import { AtomFeed } from '../contract/text.ts';
import { ATOM_TYPE, atomOf } from '../formats/atom.ts';
import { LANGUAGE_VARIES, readerLanguage } from '../http/reader-language.ts';
import type { Routes } from '../http/route.ts';

const ENTRIES = 50;
/** Seconds. Readers of feeds come back every few minutes. */
const FEED_AGE = 60;
/** Sections of one course. A course has at most a few dozen. */
const SECTIONS_MAX = 200;

export const CourseParams = Type.Object({
  institution: Type.String(),
  term: Type.String({ pattern: '^\\d{3,6}$' }),
  subject: Type.String({ pattern: '^[A-Za-z]{2,8}$' }),
  number: Type.String({ pattern: '^[A-Za-z0-9]{1,8}$' }),
});

export const feedRoutes: Routes = (app, { node: { store, sources }, baseUrl }) => {
  const schema = { tags: ['sections'], response: { 200: AtomFeed } };

  app.get(
    '/api/v1/sections/:institution/:term/:classNumber/feed.atom',
    {
      config: {
        maxAge: FEED_AGE,
        errors: ['PMC_SECTION_NOT_SEEN', 'PMC_SECTION_KEY_INVALID', 'PMC_INSTITUTION_UNKNOWN'],
      },
      schema: { ...schema, summary: 'Atom feed of the newest changes of a section', params: SectionParams },
    },
    async (request, reply) => {
      const section = sectionOf(request.params, sources.institutions);
      const state = await store.sections.state(section);
      if (state === undefined) throw institutionsError('PMC_SECTION_NOT_SEEN', { section });
      return send(request, reply, [state], state.classNumber);
    },
  );

  app.get(
    '/api/v1/courses/:institution/:term/:subject/:number/feed.atom',
    {
      config: { maxAge: FEED_AGE, errors: ['PMC_SECTION_NOT_SEEN', 'PMC_INSTITUTION_UNKNOWN', 'PMC_BODY_INVALID'] },
      schema: { ...schema, summary: 'Atom feed of the newest changes of a course', params: CourseParams },
    },
    async (request, reply) => {
      const { institution, term } = request.params;
      const subject = request.params.subject.toUpperCase();
      const number = request.params.number.toUpperCase();
      institutionOf(institution, sources.institutions);
      const found = await store.sections.search(institution, term, [`${subject} ${number}`], SECTIONS_MAX);
      const sections = found.sections.filter((one) => one.subject === subject && one.catalogNumber === number);
      const section = `${institution}/${term}/${subject}/${number}`;
      if (sections.length === 0) throw institutionsError('PMC_SECTION_NOT_SEEN', { section });
      return send(request, reply, sections, `${subject} ${number}`);
    },
  );

  async function send(
    request: FastifyRequest,
    reply: FastifyReply,
    states: SectionState[],
    q: string,
  ): Promise<string> {
    const [first] = states as [SectionState];
    const language = readerLanguage(request);
    const t = translations(language);
    const { timeZone } = institutionOf(first.institution, sources.institutions);
    const reading = { t, formats: formats(language, timeZone) };
    const changes = await store.changes.newest(
      states.map(({ section }) => section),
      ENTRIES,
    );
    const [path] = request.url.split('?');
    const self = `${baseUrl()}${path}`;
    const name = states.length === 1 ? nameOf(first, reading) : q;
    const query = new URLSearchParams({ institution: first.institution, term: first.term, q });
    reply.type(ATOM_TYPE).header('vary', LANGUAGE_VARIES);
    return atomOf({
      self,
      page: `${baseUrl()}/?${query.toString()}`,
      title: t('live.feed.title', { name }),
      language,
      updated: states
        .map(({ changedAt }) => changedAt)
        .toSorted()
        .at(-1)!,
      entries: changes.map(({ change }) => ({
        id: `${self}#${encodeURIComponent(change.id)}`,
        title: changeSentence(change, reading),
        summary: t('live.feed.summary', {
          before: seatsOf(change.before, reading),
          after: seatsOf(change.after, reading),
          when: reading.formats.moment(change.detectedAt),
        }),
        updated: change.detectedAt,
      })),
    });
  }
};
