/** Sections as operators see them: to find those that are watched or open often, not seen for long, failing or gone. */
import type { SectionState } from '../domain/section.ts';

export const SECTION_FILTERS = ['watched', 'unseen', 'failing', 'cancelled'] as const;
/** `unseen`: watched, and the last sure look was before `unseenMs`, or there was none. */
export type SectionFilter = (typeof SECTION_FILTERS)[number];

export const SECTION_SORTS = ['section', 'subject', 'watchers', 'openings', 'unseen'] as const;
/**
 * `subject`: by term, subject and catalogue number. `watchers`, `openings`: those with the most first. `unseen`: those
 * that were not surely seen for the longest time first.
 */
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
  /** How often it opened within the last OPENINGS_MS. */
  openings: number;
  /** Failed looks in a row. */
  failures: number;
  /** When an answer first lacked it; null: the last answer listed it. */
  missingSince: string | null;
  /** When it is due; null: nobody watches it. */
  dueAt: string | null;
}

/** Seven days. */
export const OPENINGS_MS = 604_800_000;

/**
 * Where a page ended. `key`: the key of the section or of its course, its watchers or openings, or its last look (''
 * before the first).
 */
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

export function sectionPlace(listed: ListedSection, sort: SectionSort): SectionPlace {
  const { section, watchers, openings, checkedAt } = listed;
  const key = { section, subject: courseOf(listed), watchers, openings, unseen: checkedAt ?? '' }[sort];
  return { id: section, key };
}

/** A section that was never seen has the place of its own key. */
function courseOf({ section, subject, catalogNumber }: ListedSection): string {
  const [institution, term] = section.split('/');
  return subject === null ? section : `${institution}/${term}/${subject}/${catalogNumber}`;
}
