/** GET /api/v1/sections/…/calendar.ics: when a section meets, for a student's own calendar. */
import { institutionsError } from '../../institutions/errors.ts';
import { institutionOf, sectionOf } from '../../institutions/section-key.ts';
import { formats } from '../../words/formats.ts';
import { t as translations } from '../../words/index.ts';
import { SectionParams } from '../contract/section.ts';
import { CalendarFile } from '../contract/text.ts';
import { CALENDAR_TYPE, calendarOf } from '../formats/icalendar.ts';
import { eventsOf } from '../formats/meeting-events.ts';
import { LANGUAGE_VARIES, readerLanguage } from '../http/reader-language.ts';
import type { Routes } from '../http/route.ts';

export const calendarRoutes: Routes = (app, { node: { store, sources }, context: { clock } }) => {
  app.get(
    '/api/v1/sections/:institution/:term/:classNumber/calendar.ics',
    {
      config: { errors: ['PMC_SECTION_NOT_SEEN', 'PMC_SECTION_KEY_INVALID', 'PMC_INSTITUTION_UNKNOWN'] },
      schema: {
        tags: ['sections'],
        summary: 'The weekly meetings of a section and its last day to enroll, as a calendar file',
        params: SectionParams,
        response: { 200: CalendarFile },
      },
    },
    async (request, reply) => {
      const section = sectionOf(request.params, sources.institutions);
      const state = await store.sections.state(section);
      if (state === undefined) throw institutionsError('PMC_SECTION_NOT_SEEN', { section });
      const language = readerLanguage(request);
      const { timeZone } = institutionOf(state.institution, sources.institutions);
      const today = new Intl.DateTimeFormat('en-CA', { timeZone }).format(clock.now());
      const reading = { t: translations(language), formats: formats(language, timeZone) };
      return reply
        .type(CALENDAR_TYPE)
        .header('vary', LANGUAGE_VARIES)
        .header('content-disposition', `attachment; filename="${section.replaceAll('/', '-')}.ics"`)
        .send(calendarOf(eventsOf(state, today, reading)));
    },
  );
};
