/** Converts what students type into ASU's spelling. */
import { cleanText } from './text.ts';

/** A class number with an optional prefix: "#72082", "class number 72082", "Class: 72082". */
const CLASS = /^(?:(?:class|section|course|number|nbr|no)\b[\s.:#-]*)*#?\s*(\d{5})$/i;
/** "CSE310", "cse-310", "CSE: 310". */
const COURSE = /^([A-Za-z]{2,4})[\s:._/-]*(\d{3}[A-Za-z]?)$/;

/** ASU spells these out in titles. None of them is a subject code there. */
const SPELLED_OUT = new Map([
  ['AI', 'artificial intelligence'],
  ['ML', 'machine learning'],
  ['NLP', 'natural language processing'],
  ['OS', 'operating systems'],
  ['VR', 'virtual reality'],
  ['UX', 'user experience'],
  ['HR', 'human resources'],
  ['IOT', 'internet of things'],
]);

/**
 * `CSE-310` → `CSE 310`, `class #72082` → `72082`, `AI` → `artificial intelligence`; any other text as one clean line.
 */
export function asAsuWritesIt(text: string): string {
  const typed = cleanText(text);
  const classNumber = CLASS.exec(typed)?.[1];
  if (classNumber !== undefined) return classNumber;
  const course = COURSE.exec(typed);
  if (course !== null) return `${course[1]} ${course[2]}`.toUpperCase();
  const whole = SPELLED_OUT.get(typed.replaceAll('.', '').toUpperCase());
  // Among other words only capitals are abbreviations: "ai" may be part of a name.
  return (
    whole ?? typed.replace(/(?<![\p{L}\p{N}])[A-Z]{2,3}(?![\p{L}\p{N}])/gu, (word) => SPELLED_OUT.get(word) ?? word)
  );
}
