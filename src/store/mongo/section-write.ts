/** The write of a section's document for one commit. */
import { randomUUID } from 'node:crypto';
import type { AnyBulkWriteOperation } from 'mongodb';
import { sectionKeyOf } from '../../institutions/section-key.ts';
import type { SectionCommit } from '../sections.ts';
import { isGone } from '../sections.ts';
import type { Mark } from './cover-sections.ts';
import type { SectionDocument } from './documents.ts';
import { oneMore } from './failed-attempts.ts';
import { NEVER } from './instants.ts';
import { seenAs, unseen } from './section-document.ts';
import { TOUCH } from './touches.ts';

/** The write of one commit. `id` marks the document, so that the commit finds what it has written. `mark`: see
 * `cover-sections.ts`. */
export function writeOf(
  commit: SectionCommit,
  owner: string,
  id: string,
  mark: Mark | undefined,
  now: number,
): AnyBulkWriteOperation<SectionDocument> {
  const {
    section,
    expectedVersion,
    state,
    checkedAt,
    unknown,
    missing,
    failures,
    dueInMs,
    changes,
    deadLetter,
    failure,
    inPassing = false,
  } = commit;
  const dueAt = new Date(now + dueInMs);
  const seen =
    state === null ? {} : { state, version: state.version, ...seenAs(sectionKeyOf(section).institution, state) };
  const at = new Date(now);
  const written = {
    ...seen,
    ...(checkedAt !== undefined && { 'state.checkedAt': checkedAt }),
    unknown,
    failures,
    dueAt,
    commit: id,
    ...((changes.length > 0 || mark !== undefined) && { outboxAt: at }),
    ...(mark !== undefined && { 'toCover.version': mark.version }),
    ...(mark?.courseSeenAt !== undefined && { 'toCover.courseSeenAt': mark.courseSeenAt }),
    ...(deadLetter !== undefined && {
      letter: { id: randomUUID(), ...deadLetter, at },
      lettered: true as const,
      outboxAt: at,
    }),
  };
  const set = inPassing ? written : { ...written, leaseUntil: NEVER };
  // A section that another section's answer showed for the first time has no document and no lease.
  const discovery = expectedVersion === 0 && state !== null;
  return {
    updateOne: {
      filter: {
        _id: section,
        version: expectedVersion,
        ...(!inPassing && { leaseOwner: owner, leaseUntil: { $gt: new Date(now) } }),
        ...(isGone(commit) && { missingSince: { $exists: true } }),
      },
      update: {
        $set: set,
        ...TOUCH,
        $unset: {
          ...(!inPassing && { leaseOwner: '' as const, claim: '' as const }),
          ...(!missing && { missingSince: '' as const }),
          ...(failure === undefined && { failedAttempts: '' as const }),
        },
        // Keeps the earliest time.
        ...(missing && { $min: { missingSince: new Date(now) } }),
        ...((changes.length > 0 || failure !== undefined) && {
          $push: {
            ...(changes.length > 0 && { outbox: { $each: changes } }),
            ...(failure !== undefined && { failedAttempts: oneMore({ at: at.toISOString(), ...failure }) }),
          },
        }),
        ...(discovery && { $setOnInsert: without(unseen(section, now), set) }),
      },
      upsert: discovery,
    },
  };
}

/** The fields of `whole` that `set` does not have, because an update may name a field only once. */
function without(whole: object, set: object): object {
  return Object.fromEntries(Object.entries(whole).filter(([name]) => !(name in set)));
}
