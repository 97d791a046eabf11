/** The events of a section for a calendar: its weekly meetings and its deadline. */
import type { Day, Meeting, SectionState } from '../../domain/section.ts';
import type { Formats } from '../../words/formats.ts';
import { nameOf, type Reading } from '../../words/section-words.ts';
import type { CalendarEvent } from './icalendar.ts';

const DAYS: Readonly<Record<Day, string>> = {
  Sun: 'SU',
  Mon: 'MO',
  Tue: 'TU',
  Wed: 'WE',
  Thu: 'TH',
  Fri: 'FR',
  Sat: 'SA',
};
const NAMES = Object.keys(DAYS) as Day[];
const DAY_MS = 86_400_000;
/** About as long as a term, since nobody tells us when it ends. */
const WEEKS = 16;

/** `today`: the date at the university, `2026-11-23`. The meetings begin in the seven days from then on. */
export function eventsOf(
  state: SectionState,
  today: string,
  reading: Reading & { formats: Pick<Formats, 'moment'> },
): CalendarEvent[] {
  const { t, formats } = reading;
  const name = nameOf(state, reading);
  const common = {
    stamp: state.checkedAt,
    description: t('live.calendar.note', { when: formats.moment(state.checkedAt) }),
  };
  const meetings = (state.meetings ?? []).flatMap((meeting, index): CalendarEvent[] => {
    const { start, end, location } = meeting;
    if (meeting.days.length === 0 || start === null || end === null) return [];
    const date = firstDate(meeting, today);
    return [
      {
        ...common,
        uid: `${state.section}/${index}@pickmyclass`,
        start: `${date}T${start.replace(':', '')}00`,
        end: `${date}T${end.replace(':', '')}00`,
        repeats: `FREQ=WEEKLY;COUNT=${WEEKS * meeting.days.length};BYDAY=${byDay(meeting)}`,
        title: t('live.calendar.meeting', { name, title: state.title }),
        place: location,
      },
    ];
  });
  const enrollBy = state.notes?.enrollBy;
  if (enrollBy === undefined) return meetings;
  const uid = `${state.section}/deadline@pickmyclass`;
  const title = t('live.calendar.deadline', { name });
  return [...meetings, { ...common, uid, start: enrollBy.replaceAll('-', ''), title, place: '' }];
}

const byDay = ({ days }: Meeting): string => days.map((day) => DAYS[day]).join(',');

/** The first date from `today` on that is one of the meeting's days, as `20261123`. */
function firstDate({ days }: Meeting, today: string): string {
  const start = Date.parse(today);
  const after = [0, 1, 2, 3, 4, 5, 6].find((count) =>
    days.includes(NAMES[new Date(start + count * DAY_MS).getUTCDay()]!),
  )!;
  return new Date(start + after * DAY_MS).toISOString().slice(0, 10).replaceAll('-', '');
}
