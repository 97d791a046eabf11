/** Arizona State University: which requests to send to its class search, and how to read the answers. */
import type { SectionKey } from '../../domain/section.ts';
import type { Institution, LookRequest, RawAnswer, Reading } from '../institution.ts';
import { readApiAnswer } from './api-answer.ts';
import { readDomAnswer } from './dom-answer.ts';
import { misfitOf } from './misfit.ts';
import { pageUrl } from './search-url.ts';
import { currentTerms, termOf } from './terms.ts';
import { asAsuWritesIt } from './typed.ts';

type Wanted = Parameters<Institution['plan']>[0][number];
type Planned = ReturnType<Institution['plan']>[number];

/**
 * The largest subject (879 sections) has five pages of 200 rows. From six courses on, one request for the subject is
 * cheaper.
 */
const SUBJECT_REQUESTS_MAX = 5;

export const asu: Institution = {
  id: 'asu',
  name: 'Arizona State University',
  timeZone: 'America/Phoenix',

  linkFor({ term, classNumber }: SectionKey, catalogUrl: string): string {
    return pageUrl(catalogUrl, byClass(term, classNumber));
  },

  plan(sections: Wanted[]): Planned[] {
    const courses = sections.filter(({ course }) => course !== null);
    const subjects = groupBy(
      courses.filter((section) => !isAskedByCourse(section)),
      ({ term, course }) => `${term} ${course!.subject}`,
    );
    return [
      ...[...subjects.values()].flatMap(planSubject),
      ...planCourses(courses.filter(isAskedByCourse)),
      ...sections
        .filter(({ course }) => course === null)
        .map(({ section, term, classNumber }) => ({ request: byClass(term, classNumber), sections: [section] })),
    ];
  },

  searchRequest(term: string, text: string): LookRequest | undefined {
    const typed = asAsuWritesIt(text);
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

  searchText: asAsuWritesIt,

  read(request: LookRequest, answer: RawAnswer): Reading {
    const reading = answer.way === 'api' ? readApiAnswer(request, answer.pages) : readDomAnswer(request, answer.page);
    const misfit = reading.outcome === 'complete' ? misfitOf(request, reading.sections) : undefined;
    return misfit === undefined ? reading : { outcome: 'unrecognised', reason: misfit };
  },
};

/**
 * After a broken answer about a subject, its courses are requested one by one. If that fails too, the two ways
 * alternate, so that after an outage a few requests are enough.
 */
function isAskedByCourse({ failures }: Wanted): boolean {
  return failures % 2 === 1;
}

/** All `sections` are of one term and subject. */
function planSubject(sections: Wanted[]): Planned[] {
  const { term, course } = sections[0]!;
  const courses = new Set(sections.map((each) => each.course!.catalogNumber));
  return courses.size > SUBJECT_REQUESTS_MAX
    ? [{ request: bySubject(term, course!.subject), sections: keysOf(sections) }]
    : planCourses(sections);
}

function planCourses(sections: Wanted[]): Planned[] {
  const courses = groupBy(sections, ({ term, course }) => `${term} ${course!.subject} ${course!.catalogNumber}`);
  return [...courses.values()].map((group) => {
    const { term, course } = group[0]!;
    return { request: byCourse(term, course!.subject, course!.catalogNumber), sections: keysOf(group) };
  });
}

function keysOf(sections: Wanted[]): string[] {
  return sections.map(({ section }) => section);
}

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

// Map.groupBy needs a newer Node than the oldest supported one.
function groupBy<Item>(items: Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}
