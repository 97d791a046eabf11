/** Terms as ASU numbers them: 2, the year's last two digits, then 1 spring, 4 summer or 7 fall. */

/** Days of the year as month (January is 0) and day. `lastAdd`: the last day to add a class. */
const SEASONS = [
  { code: '1', name: 'Spring', begins: [0, 11], lastAdd: [0, 20], ends: [3, 30] },
  { code: '4', name: 'Summer', begins: [4, 17], lastAdd: [6, 5], ends: [7, 7] },
  { code: '7', name: 'Fall', begins: [7, 20], lastAdd: [7, 31], ends: [11, 4] },
] as const;

export interface CampusTerm {
  code: string;
  name: string;
  begins: Date;
  ends: Date;
}

/** Reads `2267`: Fall 2026. */
export function termOf(code: string): CampusTerm {
  const year = 2000 + Number(code.slice(1, 3));
  const season = SEASONS.find((each) => each.code === code.slice(3)) ?? SEASONS[2];
  const on = ([month, day]: readonly [month: number, day: number]): Date => new Date(Date.UTC(year, month, day));
  return { code, name: `${season.name} ${year}`, begins: on(season.begins), ends: on(season.ends) };
}

/** The codes of the next term whose classes can still be added, of the one after it, and of the one before it. */
export function offeredTerms(nowMs: number): [main: string, next: string, previous: string] {
  const year = new Date(nowMs).getUTCFullYear();
  const open = SEASONS.findIndex(({ lastAdd: [month, day] }) => nowMs < Date.UTC(year, month, day + 1));
  // Counts the terms of all years.
  const main = year * SEASONS.length + (open === -1 ? SEASONS.length : open);
  const codeOf = (count: number): string =>
    `2${String(Math.floor(count / SEASONS.length) % 100).padStart(2, '0')}${SEASONS[count % SEASONS.length]!.code}`;
  return [codeOf(main), codeOf(main + 1), codeOf(main - 1)];
}

/** A date as the site writes it: `8/20/2026`. */
export function shortDate(date: Date): string {
  return `${date.getUTCMonth() + 1}/${date.getUTCDate()}/${date.getUTCFullYear()}`;
}
