/** The words by which students find sections. Every store uses them, so that all find the same. Pure. */
import type { SectionState } from './section.ts';

/** Letters and digits, with what a word such as "C++" or "C#" ends in. */
const WORD = /[\p{L}\p{N}]+[+#]*/gu;
/** Words that are typed along with others and need not be in a title: "intro to AI with Prof. Alder". */
const LEFT_OUT = new Set(
  'a an and by class course dr for in instructor of prof professor section the to with'.split(' '),
);
/** A longer text names nothing more. */
const WORDS_MAX = 8;

/** The words that a section is found by: its course, class number, title and instructors. */
export function searchWords(
  state: Pick<SectionState, 'subject' | 'catalogNumber' | 'classNumber' | 'title' | 'instructors'>,
): string[] {
  const { subject, catalogNumber, classNumber, title, instructors } = state;
  return [
    ...new Set([
      `${subject}${catalogNumber}`.toLowerCase(),
      ...wordsIn([catalogNumber, classNumber, title, ...(instructors ?? [])].join(' ')),
    ]),
  ];
}

/** The words of a typed text. A section is found if each of them starts one of its `searchWords`. */
export function typedWords(text: string): string[] {
  const words = wordsIn(text);
  const telling = words.filter((word) => !LEFT_OUT.has(word));
  return [...new Set(telling.length > 0 ? telling : words)].slice(0, WORDS_MAX);
}

/** Words in lower case, without accents and apostrophes: `José O'Neill` → `jose`, `oneill`. */
function wordsIn(text: string): string[] {
  return (
    text
      .normalize('NFD')
      .replace(/[\p{M}'’]/gu, '')
      .toLowerCase()
      .match(WORD) ?? []
  );
}
