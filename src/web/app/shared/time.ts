/** Describes times in words. */
import { duration } from '../../../domain/duration.ts';

export { duration };

/** `12 s ago`; `just now` for the last two seconds, and if the time is in the future because clocks differ. */
export function ago(instant: string, nowMs: number): string {
  const passed = nowMs - Date.parse(instant);
  return passed < 2000 ? 'just now' : `${duration(passed)} ago`;
}

const timeOfDayFormat = new Intl.DateTimeFormat('en-US', { hour: 'numeric', minute: '2-digit', second: '2-digit' });

/** Formats epoch milliseconds as `3:04:12 PM` in the reader's own time zone. */
export const timeOfDay = (ms: number): string => timeOfDayFormat.format(ms);

const instantFormat = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeStyle: 'medium' });

/** Formats a date and time in the reader's own time zone, for titles and logs. */
export const moment = (instant: string): string => instantFormat.format(new Date(instant));
