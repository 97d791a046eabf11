/** Documents of the sections collection and their public states. */
import type { Document } from 'mongodb';
import { searchWords } from '../../domain/search.ts';
import type { SectionState } from '../../domain/section.ts';
import { sectionKeyOf } from '../../institutions/section-key.ts';
import { validState } from '../state-check.ts';
import { ignoringDuplicates } from './bulk.ts';
import type { Collections, SectionDocument } from './documents.ts';
import { NEVER } from './instants.ts';

type Unleased = Omit<SectionDocument, '_id' | 'outbox' | 'missingSince'>;

/**
 * The state as published: the last sure state, with status `unknown` if the section cannot be seen now. undefined:
 * there is none, or it is damaged (see `damaged-states.ts`).
 */
export function publicState({
  _id,
  state,
  unknown,
}: Pick<SectionDocument, '_id' | 'state' | 'unknown'>): SectionState | undefined {
  if (state === null || validState(_id, state) === undefined) return undefined;
  return unknown ? { ...state, status: 'unknown' } : state;
}

/** A new section: never seen, without watches, due now. */
export function unseen(section: string, now: number): Unleased {
  return {
    ...sectionKeyOf(section),
    course: section,
    state: null,
    version: 0,
    words: [],
    unknown: false,
    failures: 0,
    watched: false,
    followed: false,
    derived: 0,
    watches: 0,
    dueAt: new Date(now),
    leaseUntil: NEVER,
  };
}

/** The derived fields of a section with a state: the course it is requested by, and the words a search finds it by. */
export function seenAs(institution: string, state: SectionState): Pick<SectionDocument, 'course' | 'words'> {
  const { term, subject, catalogNumber } = state;
  return { course: courseKey(institution, term, subject, catalogNumber), words: searchWords(state) };
}

export function courseKey(institution: string, term: string, subject: string, catalogNumber: string): string {
  return `${institution}/${term}/${subject}/${catalogNumber}`;
}

/** Matches the keys of a subject's courses. `0` is the character after the slash. */
export function coursesOf(institution: string, term: string, subject: string): { $gt: string; $lt: string } {
  const start = `${institution}/${term}/${subject}`;
  return { $gt: `${start}/`, $lt: `${start}0` };
}

/** What waits in a section until it is moved elsewhere. `outboxAt` is set while there is any of it. */
const WAITING = ['outbox', 'letter', 'toCover'] as const;

/** The update that removes a field that waits, and `outboxAt` if nothing else waits. */
export function nothingWaits(field: (typeof WAITING)[number]): Document[] {
  const others = WAITING.filter((other) => other !== field);
  const isLast = { $and: others.map((other) => ({ $eq: [{ $type: `$${other}` }, 'missing'] })) };
  return [{ $unset: field }, { $set: { outboxAt: { $cond: [isLast, '$$REMOVE', '$outboxAt'] } } }];
}

/** Adds documents for sections that were never seen, unless they exist. */
export async function addSections({ sections }: Collections, keys: readonly string[], now: number): Promise<void> {
  const added = keys.map((_id) => ({
    updateOne: { filter: { _id }, update: { $setOnInsert: unseen(_id, now) }, upsert: true },
  }));
  if (added.length > 0) await ignoringDuplicates(sections.bulkWrite(added, { ordered: false }));
}
