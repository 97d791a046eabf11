/** Reads when and where a class meets from ASU's parallel lists. */
import type { Day, Meeting } from '../../domain/section.ts';
import { cleanText } from './text.ts';

/** ASU writes "M W", "T Th", "MWF", "Sa", "Su". */
const DAYS: Readonly<Record<string, Day>> = {
  M: 'Mon',
  T: 'Tue',
  Tu: 'Tue',
  W: 'Wed',
  Th: 'Thu',
  F: 'Fri',
  Sa: 'Sat',
  Su: 'Sun',
};
const DAY = /T[hu]|S[au]|[MTWF]/g;
const WEEK: Day[] = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const TIME = /^(\d{1,2}):(\d{2})(?::\d{2})? ?([AP])\.?M\.?$/i;
/** What the site writes when there is no time, day or place. */
const NOTHING = /^(tb[ad]|to be (announced|determined|arranged)|arr|arranged|-+)?$/i;
/** The registrar's system writes "from midnight to midnight" when there is no time. */
const MIDNIGHT = '00:00';
const MEETINGS_MAX = 30;

export interface ParallelLists {
  days: unknown[];
  starts: unknown[];
  ends: unknown[];
  locations: unknown[];
}

/**
 * One meeting per index of the lists, sorted by week so that a reordered answer is not a change. An online class gives
 * one meeting without days and times, so that a change of its place is noticed. null: a day or time has an unknown
 * format.
 */
export function toMeetings({ days, starts, ends, locations }: ParallelLists): Meeting[] | null {
  const count = Math.max(days.length, starts.length, ends.length, locations.length);
  if (count > MEETINGS_MAX) return null;
  const meetings: Meeting[] = [];
  for (let i = 0; i < count; i += 1) {
    const [on, start, end] = [parseDays(days[i]), parseTime(starts[i]), parseTime(ends[i])];
    if (on === undefined || start === undefined || end === undefined) return null;
    const times = start === MIDNIGHT && end === MIDNIGHT ? { start: null, end: null } : { start, end };
    // The same place for several times is written once.
    meetings.push({ days: on, ...times, location: locationOf(locations.length === 1 ? locations[0] : locations[i]) });
  }
  return sortMeetings(meetings);
}

/** Sorts meetings by week and removes empty and repeated ones. */
export function sortMeetings(meetings: Meeting[]): Meeting[] {
  const byKey = new Map<string, Meeting>();
  for (const meeting of meetings) {
    const { days, start, end, location } = meeting;
    if (days.length === 0 && start === null && end === null && location === '') continue;
    byKey.set([days.map((day) => WEEK.indexOf(day)).join(''), start ?? '', end ?? '', location].join('|'), meeting);
  }
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, meeting]) => meeting);
}

/** `'T Th'` → `['Tue', 'Thu']`; undefined: the text has something other than days. */
export function parseDays(value: unknown): Day[] | undefined {
  const text = cleanText(value).replace(/[ ,/]+/g, '');
  if (NOTHING.test(text)) return [];
  const letters = text.match(DAY) ?? [];
  if (letters.join('') !== text) return undefined;
  const found = new Set(letters.map((each) => DAYS[each]));
  return WEEK.filter((day) => found.has(day));
}

/** `'4:30 PM'` → `'16:30'`; null: there is no time; undefined: invalid. */
export function parseTime(value: unknown): string | null | undefined {
  const text = cleanText(value);
  if (NOTHING.test(text)) return null;
  const match = TIME.exec(text);
  if (match === null) return undefined;
  const [hour, minute] = [Number(match[1]), Number(match[2])];
  if (hour < 1 || hour > 12 || minute > 59) return undefined;
  const afternoon = match[3]!.toUpperCase() === 'P';
  return `${String((hour % 12) + (afternoon ? 12 : 0)).padStart(2, '0')}:${match[2]}`;
}

function locationOf(value: unknown): string {
  const text = cleanText(value);
  return NOTHING.test(text) ? '' : text;
}
