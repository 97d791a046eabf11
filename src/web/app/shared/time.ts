/** Describes times in words. */
import { duration } from '../../../domain/duration.ts';

export { duration };

/** `12 s ago`; `just now` for the last two seconds, and if the time is in the future because clocks differ. */
export function ago(instant: string, nowMs: number): string {
  const passed = nowMs - Date.parse(instant);
  return passed < 2000 ? 'just now' : `${duration(passed)} ago`;
}

/** `in 40 s`; `due now` if the time has passed. */
export function ahead(instant: string, nowMs: number): string {
  const left = Date.parse(instant) - nowMs;
  return left < 1000 ? 'due now' : `in ${duration(left)}`;
}

const clockTime = new Intl.DateTimeFormat('en-US', { hour: 'numeric', minute: '2-digit', timeZone: 'UTC' });

/** `16:30`, `17:45` → `4:30–5:45 PM`, as in American timetables. */
export function timeRange(start: string, end: string): string {
  const at = (time: string): Date => new Date(`2000-01-01T${time}:00Z`);
  return clockTime
    .formatRange(at(start), at(end))
    .replaceAll(/\s+[–-]\s+|\s*–\s*/g, '–')
    .replaceAll(/\s/g, ' ');
}

const timeOfDayFormat = new Intl.DateTimeFormat('en-US', { hour: 'numeric', minute: '2-digit', second: '2-digit' });

/** Formats epoch milliseconds as `3:04:12 PM` in the reader's own time zone. */
export const timeOfDay = (ms: number): string => timeOfDayFormat.format(ms);

const instantFormat = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeStyle: 'medium' });

/** Formats a date and time in the reader's own time zone, for titles and logs. */
export const moment = (instant: string): string => instantFormat.format(new Date(instant));
