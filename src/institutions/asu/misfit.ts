/**
 * Whether an answer answers its question: a cache, a proxy or a page that has moved on can give that of another one.
 */
import type { SeenSection } from '../../domain/section.ts';
import type { LookRequest } from '../institution.ts';

/** Which section has no place in the answer to `request`, and why; undefined: they all fit. */
export function misfitOf(request: LookRequest, sections: readonly SeenSection[]): string | undefined {
  for (const { term, classNumber, subject, catalogNumber } of sections) {
    if (term !== request.term) return `class ${classNumber} is of term ${term}`;
    if (!isAbout(request, subject, catalogNumber)) return `class ${classNumber} is of ${subject} ${catalogNumber}`;
  }
  return undefined;
}

function isAbout(request: LookRequest, subject: string, catalogNumber: string): boolean {
  switch (request.by) {
    // ASU compares the beginning: 310 finds 310L too.
    case 'course':
      return (
        isSame(subject, request.subject) &&
        isSame(catalogNumber.slice(0, request.catalogNumber.length), request.catalogNumber)
      );
    case 'subject':
      return isSame(subject, request.subject);
    // A class number is a keyword to ASU: neighbours whose text holds it come along.
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
