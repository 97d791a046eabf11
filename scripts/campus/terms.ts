/** Terms as ASU numbers them: 2, the year's last two digits, then 1 spring, 4 summer or 7 fall. */
const SEASONS = [
  { code: '1', name: 'Spring', begins: { month: 0, day: 11 }, ends: { month: 3, day: 30 } },
  { code: '4', name: 'Summer', begins: { month: 4, day: 17 }, ends: { month: 7, day: 7 } },
  { code: '7', name: 'Fall', begins: { month: 7, day: 20 }, ends: { month: 11, day: 4 } },
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
  const on = ({ month, day }: { month: number; day: number }): Date => new Date(Date.UTC(year, month, day));
  return { code, name: `${season.name} ${year}`, begins: on(season.begins), ends: on(season.ends) };
}

/** A date as the site writes it: `8/20/2026`. */
export function shortDate(date: Date): string {
  return `${date.getUTCMonth() + 1}/${date.getUTCDate()}/${date.getUTCFullYear()}`;
}
