/** Conditions on sections, by which searches filter and watches of a course choose what they cover. Pure. */
import type { Day, Meeting, Mode, SectionState } from './section.ts';

/** What is left out does not matter. Times are local to the institution, `HH:MM` in 24 h. */
export interface Conditions {
  /** It meets on these days only. */
  days?: Day[];
  /** No meeting starts earlier. */
  after?: string;
  /** No meeting ends later. */
  before?: string;
  mode?: Mode;
  /** Its campus as the source writes it, ignoring case. */
  campus?: string;
  /** A name, or a part of one, ignoring case and accents. */
  instructor?: string;
  /** Not this one. A section that has no instructor yet is fine. */
  notInstructor?: string;
}

type Seen = Pick<SectionState, 'meetings' | 'instructors' | 'campus' | 'mode'>;

/**
 * Whether a section meets the conditions. What is not known does not meet one: a section without times is not in the
 * morning, and one whose campus no look has shown is on none.
 */
export function meets(state: Seen, conditions: Conditions): boolean {
  const { days, after, before, mode, campus, instructor, notInstructor } = conditions;
  const taught = state.instructors ?? [];
  return (
    (days === undefined || meetsOn(state.meetings, days)) &&
    ((after === undefined && before === undefined) || meetsWithin(state.meetings, after, before)) &&
    (mode === undefined || state.mode === mode) &&
    (campus === undefined || plain(state.campus ?? '') === plain(campus)) &&
    (instructor === undefined || taught.some((name) => plain(name).includes(plain(instructor)))) &&
    (notInstructor === undefined || !taught.some((name) => plain(name).includes(plain(notInstructor))))
  );
}

/** Everything on which conditions depend. Two states with equal facts meet the same conditions. */
export function factsOf({ meetings, instructors, campus, mode }: Seen): unknown {
  const times = meetings?.map(({ days, start, end }) => [days, start, end]);
  return [times, instructors, campus, mode];
}

/** The conditions in one order, without those that say nothing, so that equal ones have equal JSON. */
export function canonical({ days, ...rest }: Conditions): Conditions {
  const entries = Object.entries(rest)
    .filter(([, value]) => value !== undefined && value !== '')
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return {
    ...(days !== undefined && days.length > 0 && { days: WEEK.filter((day) => days.includes(day)) }),
    ...(Object.fromEntries(entries) as Omit<Conditions, 'days'>),
  };
}

export const WEEK: readonly Day[] = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

function meetsOn(meetings: Meeting[] | null, days: readonly Day[]): boolean {
  const on = (meetings ?? []).flatMap((meeting) => meeting.days);
  return on.length > 0 && on.every((day) => days.includes(day));
}

/** `HH:MM` sorts as text. */
function meetsWithin(meetings: Meeting[] | null, after = '00:00', before = '24:00'): boolean {
  const timed = (meetings ?? []).filter(({ start, end }) => start !== null || end !== null);
  return timed.length > 0 && timed.every(({ start, end }) => (start ?? end)! >= after && (end ?? start)! <= before);
}

function plain(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase().trim();
}
