/** Reads what students type or paste into the search, in ASU's spelling. */
import type { TypedSearch } from '../institution.ts';
import { SPELLED_OUT } from './abbreviations.ts';
import { cleanText } from './text.ts';

/** A class number with an optional prefix: "#72082", "class number 72082", "Class: 72082". */
const CLASS = /^(?:(?:class|section|course|number|nbr|no)\b[\s.:#-]*)*#?\s*(\d{5})$/i;
/** "CSE310", "cse-310", "CSE: 310". */
const COURSE = /^([A-Za-z]{2,4})[\s:._/-]*(\d{3}[A-Za-z]?)$/;
/** A section key, alone or in an address of this program. */
const KEY = /(?:^|\/)asu\/(\d{4})\/(\d{5})(?![\w-])/;
const TERM = /^\d{4}$/;
/** Only capitals are abbreviations among other words: "ai" may be part of a name. */
const CAPITALS = /(?<![\p{L}\p{N}])[A-Z]{2,5}(?![\p{L}\p{N}])/gu;

/**
 * `CSE-310` → `CSE 310`, `class #72082` → `72082`, `AI` → `artificial intelligence`; a pasted section key or the
 * address of ASU's class search → its class or course, and its term; any other text as one clean line.
 */
export function readTyped(typed: string): TypedSearch {
  const text = typed.trim();
  const key = KEY.exec(text);
  if (key !== null) return { term: key[1]!, text: key[2]! };
  return (/^https?:\/\//i.test(text) ? searchIn(text) : undefined) ?? { text: asAsuWritesIt(text) };
}

/** What an address of ASU's class search looks for; undefined: it is another address. */
function searchIn(address: string): TypedSearch | undefined {
  const query = URL.canParse(address) ? new URL(address).searchParams : new URLSearchParams();
  const of = (name: string): string => cleanText(query.get(name));
  const course = [of('subject'), of('catalogNbr')].filter((part) => part !== '').join(' ');
  const text = of('classNbr') || of('keywords') || course;
  if (text === '') return undefined;
  return { text: asAsuWritesIt(text), ...(TERM.test(of('term')) && { term: of('term') }) };
}

function asAsuWritesIt(text: string): string {
  const typed = cleanText(text);
  const classNumber = CLASS.exec(typed)?.[1];
  if (classNumber !== undefined) return classNumber;
  const course = COURSE.exec(typed);
  if (course !== null) return `${course[1]} ${course[2]}`.toUpperCase();
  return (
    SPELLED_OUT.get(typed.replaceAll('.', '').toUpperCase()) ??
    typed.replace(CAPITALS, (word) => SPELLED_OUT.get(word) ?? word)
  );
}
