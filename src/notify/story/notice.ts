/** What a message says that is not about a change: a watch has ended by itself. */
import type { SectionKey, SectionState } from '../../domain/section.ts';
import { nameOf } from '../../words/section-words.ts';
import type { Campus } from './campus.ts';
import type { Reader } from './reader.ts';

export interface Notice {
  subject: string;
  first: string;
  lines: string[];
}

/** `current` null: no look has ever shown the section. */
export function noticeOf(
  kind: 'not-found' | 'term-over',
  current: SectionState | null,
  { classNumber, term }: SectionKey,
  reader: Reader,
  campus: Campus,
): Notice {
  const { t } = reader;
  const termName = campus.termName(term);
  switch (kind) {
    case 'not-found':
      return {
        subject: t('mail.notFound.subject', { classNumber, term: termName }),
        first: t('mail.notFound.first', { university: campus.name, classNumber, term: termName }),
        lines: [t('mail.notFound.why'), t('mail.notFound.next')],
      };
    case 'term-over': {
      const what = current === null ? t('section.classOnly', { classNumber }) : nameOf(current, reader);
      return {
        subject: t('mail.termOver.subject', { term: termName, what }),
        first: t('mail.termOver.first', { term: termName }),
        lines: [t('mail.termOver.next', { what })],
      };
    }
    default:
      return kind satisfies never;
  }
}
