/** Reads the names of a class's instructors. */
import { cleanText } from './text.ts';

const INSTRUCTORS_MAX = 20;
/** What the site shows when no instructor is assigned. The API and the page use different words. */
const NOBODY = [
  /^[^\p{L}]*$/u,
  /^(staff|faculty|unassigned|none|unknown|n\/a|tb[adc])$/i,
  /^(select|choose) (an )?instructor\b/i,
  /^(instructor )?(is )?(not (yet )?(assigned|announced|named|known)|tb[ad])$/i,
  /^(instructor )?(is )?to be (announced|determined|assigned|arranged|named|hired)$/i,
  /^no instructor\b/i,
];
/** Characters that separate two names. */
const SEPARATORS = /^[\s,;]+|[\s,;]+$/g;

/** null in the API means that nobody is assigned, which is [] here. null here means that the names are not shown. */
export function toInstructors(names: unknown): string[] | null {
  if (names === null) return [];
  if (!Array.isArray(names)) return null;
  const named = names
    .map((name) => cleanText(name).replace(SEPARATORS, ''))
    .filter((name) => !NOBODY.some((words) => words.test(name)));
  return [...new Set(named)].slice(0, INSTRUCTORS_MAX);
}
