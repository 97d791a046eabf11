/** When a student may be told something: quiet hours and digests, in the student's own time zone. Pure. */
import type { Preferences, QuietHours } from './preferences.ts';

/** `digest`: it may wait for the digest. An opening and a notice may not. */
export type Urgency = 'opening' | 'notice' | 'digest';

type Wishes = Pick<Preferences, 'timeZone' | 'quietHours' | 'digest'>;

const MINUTE_MS = 60_000;
const DAY_MINUTES = 24 * 60;
/** When a daily digest is told, in minutes after midnight: after the last classes of most students. */
const DAILY_AT = 18 * 60;

/**
 * The earliest instant, `now` or later, at which something that was queued at `queuedAt` may be told. All in epoch
 * milliseconds. A time that the clock skips in spring counts as the same distance after the skip; of a time that comes
 * twice in autumn, the first that is not past counts.
 */
export function tellAt(
  urgency: Urgency,
  { timeZone, quietHours, digest }: Wishes,
  queuedAt: number,
  now: number,
): number {
  const waits = urgency === 'digest' && digest !== 'off';
  const earliest = waits ? Math.max(now, digestAfter(digest, timeZone, queuedAt)) : now;
  if (quietHours === null || (urgency === 'opening' && quietHours.exceptOpenings)) return earliest;
  return isQuiet(quietHours, minuteOfDay(earliest, timeZone))
    ? nextAt(minutesOf(quietHours.to), timeZone, earliest)
    : earliest;
}

function digestAfter(digest: 'hourly' | 'daily', timeZone: string, queuedAt: number): number {
  if (digest === 'daily') return nextAt(DAILY_AT, timeZone, queuedAt);
  return startOfMinute(queuedAt) + (60 - (minuteOfDay(queuedAt, timeZone) % 60)) * MINUTE_MS;
}

/** The hours may go past midnight. With the same start and end there are none. */
function isQuiet({ from, to }: QuietHours, minute: number): boolean {
  const [start, end] = [minutesOf(from), minutesOf(to)];
  return start <= end ? minute >= start && minute < end : minute >= start || minute < end;
}

/** The next instant after `after` at which the clocks of the zone show `minute` (of the day). */
function nextAt(minute: number, timeZone: string, after: number): number {
  const start = startOfMinute(after);
  const left = (minute - minuteOfDay(after, timeZone) + DAY_MINUTES) % DAY_MINUTES || DAY_MINUTES;
  const plain = start + left * MINUTE_MS;
  // The clock was set on the way: the shown time is off by as much.
  const exact = plain - shiftBetween(start, plain, timeZone) * MINUTE_MS;
  return exact > after && minuteOfDay(exact, timeZone) === minute ? exact : plain;
}

/** By how many minutes the clocks were set forward between two instants less than two days apart. */
function shiftBetween(from: number, to: number, timeZone: string): number {
  const shown = minuteOfDay(to, timeZone) - minuteOfDay(from, timeZone);
  const passed = Math.round((to - from) / MINUTE_MS);
  const shift = (((shown - passed) % DAY_MINUTES) + DAY_MINUTES) % DAY_MINUTES;
  return shift > DAY_MINUTES / 2 ? shift - DAY_MINUTES : shift;
}

function startOfMinute(instant: number): number {
  return instant - (instant % MINUTE_MS);
}

function minutesOf(time: string): number {
  const [hours, minutes] = time.split(':').map(Number);
  return hours! * 60 + minutes!;
}

const CLOCKS = new Map<string, Intl.DateTimeFormat>();

/** What the clocks of the zone show, in minutes after midnight. */
function minuteOfDay(instant: number, timeZone: string): number {
  let clock = CLOCKS.get(timeZone);
  if (clock === undefined) {
    clock = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
    CLOCKS.set(timeZone, clock);
  }
  return minutesOf(clock.format(instant));
}
