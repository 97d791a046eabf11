/** The names of a class's instructors. */
import { cleanText } from './text.ts';

const INSTRUCTORS_MAX = 20;
/** What the site shows while nobody is assigned. */
const NOBODY = /^(staff|tba)?$/i;

/** Nobody yet is null in the API and [] with us; null with us says that the names are not shown. */
export function toInstructors(names: unknown): string[] | null {
  if (names === null) return [];
  if (!Array.isArray(names)) return null;
  const named = names.map(cleanText).filter((name) => !NOBODY.test(name));
  return [...new Set(named)].slice(0, INSTRUCTORS_MAX);
}
