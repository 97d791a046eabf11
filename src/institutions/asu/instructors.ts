/** The names of a class's instructors. */
import { cleanText } from './text.ts';

const INSTRUCTORS_MAX = 20;
/** What the site shows while nobody is assigned; the API and the page say it in other words. */
const NOBODY = [
  /^[^\p{L}]*$/u,
  /^(staff|faculty|unassigned|none|unknown|n\/a|tb[adc])$/i,
  /^(select|choose) (an )?instructor\b/i,
  /^(instructor )?(is )?(not (yet )?(assigned|announced|named|known)|to be (announced|determined|assigned|arranged|named|hired)|tb[ad])$/i,
  /^no instructor\b/i,
];
/** What stands between two names. */
const SEPARATORS = /^[\s,;]+|[\s,;]+$/g;

/** Nobody yet is null in the API and [] with us; null with us says that the names are not shown. */
export function toInstructors(names: unknown): string[] | null {
  if (names === null) return [];
  if (!Array.isArray(names)) return null;
  const named = names
    .map((name) => cleanText(name).replace(SEPARATORS, ''))
    .filter((name) => !NOBODY.some((words) => words.test(name)));
  return [...new Set(named)].slice(0, INSTRUCTORS_MAX);
}
