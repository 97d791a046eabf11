/** ASU's term codes: 2, the last two digits of the year, then 1 (spring), 4 (summer) or 7 (fall). `2267`: Fall 2026. */

/**
 * The last day to add classes of a season (within a week), and the last day of the month in which its finals and grades
 * are over, as month (January is 0) and day.
 */
const SEASONS = [
  { digit: 1, name: 'Spring', lastAdd: [0, 20], ends: [4, 31] },
  { digit: 4, name: 'Summer', lastAdd: [6, 5], ends: [7, 31] },
  { digit: 7, name: 'Fall', lastAdd: [7, 31], ends: [11, 31] },
] as const;

export interface Term {
  term: string;
  name: string;
}

/** The next term whose classes can still be added, the term after it, and the term before it, which is being taught. */
export function currentTerms(nowMs: number): Term[] {
  const now = new Date(nowMs);
  const year = now.getUTCFullYear();
  const open = SEASONS.findIndex(({ lastAdd: [month, day] }) => nowMs < Date.UTC(year, month, day + 1));
  const next = year * SEASONS.length + (open === -1 ? SEASONS.length : open);
  return [termAt(next), termAt(next + 1), termAt(next - 1)];
}

/** Parses a term code such as `2267`: Fall 2026, which is over when 2026 is over; undefined: not a term of ASU. */
export function termOf(term: string, nowMs: number): { name: string; over: boolean } | undefined {
  const [, years, digit] = /^2(\d\d)([147])$/.exec(term) ?? [];
  const season = SEASONS.find((each) => String(each.digit) === digit);
  if (season === undefined) return undefined;
  const year = 2000 + Number(years);
  const [month, day] = season.ends;
  return { name: `${season.name} ${year}`, over: nowMs >= Date.UTC(year, month, day + 2) };
}

/** `count`: year × 3 + season. */
function termAt(count: number): Term {
  const year = Math.floor(count / SEASONS.length);
  const { digit, name } = SEASONS[count % SEASONS.length]!;
  return { term: `2${String(year % 100).padStart(2, '0')}${digit}`, name: `${name} ${year}` };
}
