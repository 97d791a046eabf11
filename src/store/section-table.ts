/** Sections as operators see them: to find those that are watched much, not seen for long, failing or gone. */
import type { SectionState } from '../domain/section.ts';

export const SECTION_FILTERS = ['watched', 'unseen', 'failing', 'cancelled'] as const;
/** `unseen`: watched, and the last sure look was before `unseenMs`, or there was none. */
export type SectionFilter = (typeof SECTION_FILTERS)[number];

export const SECTION_SORTS = ['section', 'watchers', 'unseen'] as const;
/** `unseen`: those that were not surely seen for the longest time first. */
export type SectionSort = (typeof SECTION_SORTS)[number];

/** Instants are ISO 8601. */
export interface ListedSection {
  section: string;
  /** null: never surely seen, and so are the other fields of the state. */
  status: SectionState['status'] | null;
  subject: string | null;
  catalogNumber: string | null;
  title: string | null;
  checkedAt: string | null;
  /** Watches that are not paused. */
  watchers: number;
  /** Failed looks in a row. */
  failures: number;
  /** When an answer first lacked it; null: the last answer listed it. */
  missingSince: string | null;
  /** When it is due; null: nobody watches it. */
  dueAt: string | null;
}

/** Where a page ended. `key`: the key of the section, its watchers, or its last look ('' before the first). */
export interface SectionPlace {
  key: string | number;
  id: string;
}

export interface SectionQuery {
  institution: string;
  term: string | null;
  /** Course, class number, words of the title; '' fits all. */
  text: string;
  filter: SectionFilter | null;
  unseenMs: number;
  sort: SectionSort;
  after: SectionPlace | null;
  limit: number;
}

export interface SectionTableStore {
  page(query: SectionQuery): Promise<ListedSection[]>;
}

export function sectionPlace({ section, watchers, checkedAt }: ListedSection, sort: SectionSort): SectionPlace {
  return { id: section, key: { section, watchers, unseen: checkedAt ?? '' }[sort] };
}
