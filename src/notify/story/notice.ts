/** What a message says that is not about a change: a watch has ended by itself. */
import type { CourseKey } from '../../domain/course.ts';
import type { SectionKey, SectionState } from '../../domain/section.ts';
import { nameOf } from '../../words/section-words.ts';
import type { Campus } from './campus.ts';
import type { Reader } from './reader.ts';

export interface Notice {
  subject: string;
  first: string;
  lines: string[];
}

/** `key`: of what was watched. `current` null: no look has ever shown it. */
export function noticeOf(
  kind: 'not-found' | 'term-over',
  current: SectionState | null,
  key: SectionKey | CourseKey,
  reader: Reader,
  campus: Campus,
): Notice {
  const { t } = reader;
  const term = campus.termName(key.term);
  const course = 'subject' in key ? `${key.subject} ${key.catalogNumber}` : null;
  const classNumber = 'classNumber' in key ? key.classNumber : '';
  switch (kind) {
    case 'not-found':
      return course === null
        ? {
            subject: t('mail.notFound.subject', { classNumber, term }),
            first: t('mail.notFound.first', { university: campus.name, classNumber, term }),
            lines: [t('mail.notFound.why'), t('mail.notFound.next')],
          }
        : {
            subject: t('mail.notFound.courseSubject', { course, term }),
            first: t('mail.notFound.courseFirst', { university: campus.name, course, term }),
            lines: [t('mail.notFound.courseWhy'), t('mail.notFound.courseNext')],
          };
    case 'term-over': {
      const named = course ?? t('section.classOnly', { classNumber });
      const what = current === null ? named : nameOf(current, reader);
      return {
        subject: t('mail.termOver.subject', { term, what }),
        first: t('mail.termOver.first', { term }),
        lines: [t('mail.termOver.next', { what })],
      };
    }
    default:
      return kind satisfies never;
  }
}
