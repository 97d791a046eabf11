/** Dates, times, durations and lists in the reader's language and time zone. */
import type { Language } from './language.ts';

export interface Formats {
  /** `4:32 PM`. Instants are ISO 8601 or epoch milliseconds, in all functions. */
  time(instant: number | string): string;
  /** `Mon, Nov 23`. */
  day(instant: number | string): string;
  /** A date of a calendar, `2026-11-23`: `Mon, Nov 23`. */
  date(date: string): string;
  /** `Mon, Nov 23, 4:32 PM MST`. The zone is named, because a reader may be elsewhere. */
  moment(instant: number | string): string;
  /** `4:32 PM` on the same day as now, `Mon 4:32 PM` in the six days before, else `Nov 23`. */
  lately(instant: number | string, nowMs: number): string;
  /** `Nov 23, 4:32:10 PM`. */
  exact(instant: number | string): string;
  /** Wall-clock times of a timetable, `16:30` and `17:45`: `4:30–5:45 PM`. Without an end: `4:30 PM`. */
  hours(start: string, end?: string): string;
  /** `Mon` → `Mon` or `lun`. */
  weekday(day: Weekday): string;
  /** `12 sec`, `3 min`, `2 hr`, `4 days`: the largest whole unit. Never negative. */
  duration(ms: number): string;
  /** `3 min. ago`, `in 40 sec.`; `now` within the last two seconds. */
  ago(instant: number | string, nowMs: number): string;
  /** `a, b, and c`. */
  list(items: readonly string[]): string;
  /** `a, b, or c`. */
  either(items: readonly string[]): string;
  /** `1,234`. */
  number(value: number): string;
}

export type Weekday = (typeof WEEKDAYS)[number];

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;
const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;
/** A Monday. Wall-clock times have no date, and this one stands in for it. */
const SOME_MONDAY = '2001-01-01';
/** A name of a weekday means the last one within so many milliseconds. */
const WEEKDAY_FOR_MS = 6 * 86_400_000;

/** Spanish as it is read in the United States: 12-hour times, periods in decimals. */
const LOCALES: Readonly<Record<Language, string>> = { en: 'en-US', es: 'es-US' };

/** Kept, because creating one takes longer than using it a thousand times. */
const kept = new Map<string, Formats>();

/** `timeZone`: an IANA name; undefined: where the program runs, which in a page is the reader's own. */
export function formats(language: Language, timeZone?: string): Formats {
  const key = `${language} ${timeZone ?? ''}`;
  const found = kept.get(key) ?? create(LOCALES[language], timeZone);
  kept.set(key, found);
  return found;
}

/** Creates each formatter when it is first used: all of them take a slow phone a tenth of a second. */
function create(locale: string, timeZone: string | undefined): Formats {
  const dates = (options: Intl.DateTimeFormatOptions, zone = timeZone): (() => Intl.DateTimeFormat) =>
    once(() => new Intl.DateTimeFormat(locale, zone === undefined ? options : { ...options, timeZone: zone }));
  const clock = { hour: 'numeric', minute: '2-digit' } as const;
  const calendar = { weekday: 'short', month: 'short', day: 'numeric' } as const;
  const time = dates(clock);
  const day = dates(calendar);
  const moment = dates({ ...calendar, ...clock, timeZoneName: 'short' });
  const calendarDay = dates({ dateStyle: 'short' });
  const short = dates({ month: 'short', day: 'numeric' });
  const weekdayHere = dates({ weekday: 'short' });
  const exact = dates({ month: 'short', day: 'numeric', ...clock, second: '2-digit' });
  const date = dates(calendar, 'UTC');
  const wall = dates(clock, 'UTC');
  const weekday = dates({ weekday: 'short' }, 'UTC');
  const relative = once(() => new Intl.RelativeTimeFormat(locale, { style: 'short', numeric: 'auto' }));
  const conjunction = once(() => new Intl.ListFormat(locale));
  const disjunction = once(() => new Intl.ListFormat(locale, { type: 'disjunction' }));
  const decimal = once(() => new Intl.NumberFormat(locale));
  const units = once(
    () =>
      new Map(
        UNITS.map(([unit]) => [unit, new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short' })]),
      ),
  );
  return {
    time: (instant) => spaced(time().format(new Date(instant))),
    day: (instant) => spaced(day().format(new Date(instant))),
    date: (text) => spaced(date().format(new Date(`${text}T00:00:00Z`))),
    moment: (instant) => spaced(moment().format(new Date(instant))),
    lately: (instant, nowMs) => {
      const at = new Date(instant);
      if (calendarDay().format(at) === calendarDay().format(nowMs)) return spaced(time().format(at));
      return nowMs - at.getTime() < WEEKDAY_FOR_MS
        ? spaced(`${weekdayHere().format(at)} ${time().format(at)}`)
        : spaced(short().format(at));
    },
    exact: (instant) => spaced(exact().format(new Date(instant))),
    hours: (start, end) => {
      const at = (text: string): Date => new Date(`${SOME_MONDAY}T${text}:00Z`);
      return end === undefined
        ? spaced(wall().format(at(start)))
        : spaced(wall().formatRange(at(start), at(end))).replace(/ ?– ?/, '–');
    },
    weekday: (name) => weekday().format(Date.parse(SOME_MONDAY) + WEEKDAYS.indexOf(name) * 86_400_000),
    duration: (ms) => {
      const [unit, count] = largestUnit(ms);
      return spaced(units().get(unit)!.format(count));
    },
    ago: (instant, nowMs) => {
      const passedMs = nowMs - new Date(instant).getTime();
      if (passedMs >= 0 && passedMs < 2_000) return relative().format(0, 'second');
      const [unit, count] = largestUnit(Math.abs(passedMs));
      return spaced(relative().format(passedMs < 0 ? count : -count, unit));
    },
    list: (items) => conjunction().format(items),
    either: (items) => disjunction().format(items),
    number: (value) => decimal().format(value),
  };
}

function once<Value>(create: () => Value): () => Value {
  let value: Value | undefined;
  return () => (value ??= create());
}

function largestUnit(ms: number): [unit: (typeof UNITS)[number][0], count: number] {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const [unit, size] = UNITS.find(([, atLeast]) => seconds >= atLeast) ?? UNITS[3];
  return [unit, Math.floor(seconds / size)];
}

/** Some versions of the locale data use narrow and non-breaking spaces, and others do not. */
const spaced = (text: string): string => text.replaceAll(/\s/g, ' ');
