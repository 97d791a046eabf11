/**
 * Checks that an answer belongs to its request. A cache, a proxy or a page that navigated can return the answer to
 * another one.
 */
import type { SeenSection } from '../../domain/section.ts';
import type { LookRequest } from '../institution.ts';

/** Why a section does not belong in the answer to `request`; undefined: all belong. */
export function misfitOf(request: LookRequest, sections: readonly SeenSection[]): string | undefined {
  for (const { term, classNumber, subject, catalogNumber } of sections) {
    if (term !== request.term) return `class ${classNumber} is of term ${term}`;
    if (!isAbout(request, subject, catalogNumber)) return `class ${classNumber} is of ${subject} ${catalogNumber}`;
  }
  return undefined;
}

function isAbout(request: LookRequest, subject: string, catalogNumber: string): boolean {
  switch (request.by) {
    // ASU compares the start: 310 also finds 310L.
    case 'course':
      return (
        isSame(subject, request.subject) &&
        isSame(catalogNumber.slice(0, request.catalogNumber.length), request.catalogNumber)
      );
    case 'subject':
      return isSame(subject, request.subject);
    // ASU treats a class number as a keyword, so classes whose text contains it come along.
    case 'class':
    case 'keywords':
      return true;
    default:
      return request satisfies never;
  }
}

function isSame(shown: string, asked: string): boolean {
  return shown.toUpperCase() === asked.toUpperCase();
}
