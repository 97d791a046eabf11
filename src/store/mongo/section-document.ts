/** Documents of the sections collection, and what they are to the outside. */
import type { SectionKey, SectionState } from '../../domain/section.ts';
import { parseSectionKey } from '../../domain/section.ts';
import { institutionsError } from '../../institutions/errors.ts';
import { validState } from '../state-shape.ts';
import { ignoringDuplicates } from './bulk.ts';
import type { Collections, SectionDocument } from './documents.ts';
import { NEVER } from './documents.ts';

type Unleased = Omit<SectionDocument, '_id' | 'outbox' | 'missingSince'>;

/** Parses a key. Throws PMC_SECTION_KEY_INVALID. */
export function keyOf(section: string): SectionKey {
  const key = parseSectionKey(section);
  if (key === undefined) throw institutionsError('PMC_SECTION_KEY_INVALID', { key: section });
  return key;
}

/**
 * The state as published: the last sure one, `unknown` when it cannot be seen now; none while what is stored is no
 * state (`damaged-states.ts`).
 */
export function publicState({
  _id,
  state,
  unknown,
}: Pick<SectionDocument, '_id' | 'state' | 'unknown'>): SectionState | undefined {
  if (state === null || validState(_id, state) === undefined) return undefined;
  return unknown ? { ...state, status: 'unknown' } : state;
}

/** What a section starts as: never seen, watched by nobody, due now. */
export function unseen(section: string, now: number): Unleased {
  return {
    ...keyOf(section),
    course: section,
    state: null,
    version: 0,
    words: [],
    unknown: false,
    failures: 0,
    watched: false,
    followed: false,
    derived: 0,
    dueAt: new Date(now),
    leaseUntil: NEVER,
    claimableAt: new Date(now),
  };
}

/** Of a section that was seen: the course it is asked for by, and the words a search finds it by. */
export function seenAs(institution: string, state: SectionState): Pick<SectionDocument, 'course' | 'words'> {
  const { term, subject, catalogNumber, classNumber, title } = state;
  const words = [courseName(state), catalogNumber, classNumber, ...title.split(/\s+/u)].map((word) =>
    word.toLowerCase(),
  );
  return { course: courseKey(institution, term, subject, catalogNumber), words: [...new Set(words)] };
}

export function courseKey(institution: string, term: string, subject: string, catalogNumber: string): string {
  return `${institution}/${term}/${subject}/${catalogNumber}`;
}

/** As it is typed: `CSE310`. */
export function courseName({ subject, catalogNumber }: Pick<SectionState, 'subject' | 'catalogNumber'>): string {
  return `${subject}${catalogNumber}`;
}

/** Makes the documents of sections that were never seen, unless they are there. */
export async function addSections({ sections }: Collections, keys: readonly string[], now: number): Promise<void> {
  const added = keys.map((_id) => ({
    updateOne: { filter: { _id }, update: { $setOnInsert: unseen(_id, now) }, upsert: true },
  }));
  if (added.length > 0) await ignoringDuplicates(sections.bulkWrite(added, { ordered: false }));
}
