/** Arizona State University: which requests to send to its class search, and how to read the answers. */
import type { SectionKey } from '../../domain/section.ts';
import type { Institution, LookRequest, RawAnswer, Reading } from '../institution.ts';
import { readApiAnswer } from './api-answer.ts';
import { readDomAnswer } from './dom-answer.ts';
import { misfitOf } from './misfit.ts';
import { pageUrl } from './search-url.ts';
import { currentTerms, termOf } from './terms.ts';
import { readTyped } from './typed.ts';

/** Nobody searches for more on purpose. */
const KEYWORDS_MAX = 100;

export const asu: Institution = {
  id: 'asu',
  name: 'Arizona State University',
  timeZone: 'America/Phoenix',
  rowsPerPage: 200,

  linkFor({ term, classNumber }: SectionKey, catalogUrl: string): string {
    return pageUrl(catalogUrl, byClass(term, classNumber));
  },

  classRequest: byClass,
  courseRequest: (term, { subject, catalogNumber }) => byCourse(term, subject, catalogNumber),
  subjectRequest: bySubject,

  searchRequest(term: string, text: string): LookRequest | undefined {
    const typed = readTyped(text).text.slice(0, KEYWORDS_MAX);
    if (!/^\d{4}$/.test(term) || typed.length < 2) return undefined;
    if (/^\d{5}$/.test(typed)) return byClass(term, typed);
    const course = /^([A-Z]{2,4}) (\d{3}[A-Z]?)$/.exec(typed);
    if (course !== null) return byCourse(term, course[1]!, course[2]!);
    // Nearly all subject codes have three letters. Four letters are a word, unless they are capitals.
    if (/^([A-Za-z]{2,3}|[A-Z]{4})$/.test(typed)) return bySubject(term, typed.toUpperCase());
    return { id: `asu/${term} keywords ${typed}`, institution: 'asu', term, by: 'keywords', keywords: typed };
  },

  currentTerms,
  termOf,

  readTyped,

  read(request: LookRequest, answer: RawAnswer): Reading {
    const reading = answer.way === 'api' ? readApiAnswer(request, answer.pages) : readDomAnswer(request, answer.page);
    const misfit = reading.outcome === 'complete' ? misfitOf(request, reading.sections) : undefined;
    return misfit === undefined ? reading : { outcome: 'unrecognised', reason: misfit };
  },
};

function byCourse(term: string, subject: string, catalogNumber: string): LookRequest {
  return {
    id: `asu/${term} ${subject} ${catalogNumber}`,
    institution: 'asu',
    term,
    by: 'course',
    subject,
    catalogNumber,
  };
}

function bySubject(term: string, subject: string): LookRequest {
  return { id: `asu/${term} ${subject}`, institution: 'asu', term, by: 'subject', subject };
}

function byClass(term: string, classNumber: string): LookRequest {
  return { id: `asu/${term}/${classNumber}`, institution: 'asu', term, by: 'class', classNumber };
}
