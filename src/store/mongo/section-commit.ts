/** Committing looks: each section's state, changes and end of lease in one write of its document. */
import { randomUUID } from 'node:crypto';
import type { AnyBulkWriteOperation, Document } from 'mongodb';
import type { Change } from '../../domain/change.ts';
import type { CommitResult, SectionCommit } from '../sections.ts';
import { isGone, putOffMs } from '../sections.ts';
import { findAmong, writeEach } from './bulk.ts';
import type { ChangeOrder } from './change-order.ts';
import { newChanges } from './change-order.ts';
import type { WithLetter } from './dead-letters.ts';
import { addLetters, placeLetters } from './dead-letters.ts';
import type { Collections, SectionDocument } from './documents.ts';
import { NEVER } from './documents.ts';
import { keyOf, seenAs, unseen } from './section-document.ts';

export async function commitSections(
  collections: Collections,
  order: ChangeOrder,
  owner: string,
  commits: SectionCommit[],
  now: number,
): Promise<CommitResult> {
  if (commits.length === 0) return { committed: [], lost: [], changes: [] };
  const { sections } = collections;
  await verifyWatches(collections, commits);
  const commit = randomUUID();
  // A discovery whose document is there and not ours to write fails as a duplicate: it is lost.
  const refused = await writeEach(
    sections,
    commits.map((each) => writeOf(each, owner, commit, now)),
  );
  if (refused.size > 0)
    await refuse(
      collections,
      owner,
      [...refused].map(([index, error]) => ({ ...commits[index]!, error })),
      now,
    );
  const found = await findAmong(
    sections,
    '_id',
    commits.map(({ section }) => section),
    ['commit', 'watched', 'dueAt', 'outbox', 'letter'],
  );
  const written = new Map(found.filter((row) => row.commit === commit).map((row) => [row._id, row]));
  await placeLetters(
    collections,
    [...written.values()].filter((row): row is SectionDocument & WithLetter => row.letter !== undefined),
  );
  const changes = commits.flatMap((each) => (written.has(each.section) ? each.changes : []));
  // All that waits of these sections, in its order: a former commit may have got no further.
  const waiting = [...written.values()].flatMap(({ outbox = [] }) => outbox);
  const places =
    changes.length === 0 ? new Map<string, number>() : await order.append(collections, newChanges(waiting));
  return {
    committed: [...written.values()].map(({ _id, watched, dueAt }) => ({
      section: _id,
      nextCheckAt: watched ? dueAt.getTime() : null,
    })),
    lost: commits.filter(({ section }) => !written.has(section)).map(({ section }) => section),
    changes: changes
      .map((change) => ({ cursor: places.get(change.id)!, change }))
      .toSorted((a, b) => a.cursor - b.cursor)
      .map(({ cursor, change }) => ({ cursor: String(cursor), change })),
  };
}

/** What the server does not take is recorded and put off: the rest of the batch is written. */
async function refuse(
  collections: Collections,
  owner: string,
  refused: (SectionCommit & { error: string })[],
  now: number,
): Promise<void> {
  await addLetters(
    collections,
    refused.map(({ section, failures, error }) => ({
      kind: 'check',
      subject: section,
      error,
      attempts: Math.max(1, failures),
    })),
    now,
  );
  await collections.sections.bulkWrite(
    refused.map(({ section, dueInMs }) => {
      const dueAt = new Date(now + putOffMs(dueInMs));
      return {
        updateOne: {
          filter: { _id: section, leaseOwner: owner },
          update: {
            $set: { dueAt, claimableAt: dueAt, leaseUntil: NEVER },
            $inc: { failures: 1 },
            $unset: { leaseOwner: '', claim: '' },
          },
        },
      };
    }),
    { ordered: false },
  );
}

/** Before the states: what was seen exists, whether or not the commit wins. */
async function verifyWatches({ watches }: Collections, commits: SectionCommit[]): Promise<void> {
  const seen = commits
    .filter(({ expectedVersion, state }) => expectedVersion === 0 && state !== null)
    .map(({ section }) => section);
  if (seen.length > 0) await watches.updateMany({ section: { $in: seen } }, { $set: { verified: true } });
}

function writeOf(
  commit: SectionCommit,
  owner: string,
  id: string,
  now: number,
): AnyBulkWriteOperation<SectionDocument> {
  const {
    section,
    expectedVersion,
    state,
    unknown,
    missing,
    failures,
    dueInMs,
    changes,
    deadLetter,
    inPassing = false,
  } = commit;
  const dueAt = new Date(now + dueInMs);
  const seen = state === null ? {} : { state, version: state.version, ...seenAs(keyOf(section).institution, state) };
  const at = new Date(now);
  const written = {
    ...seen,
    unknown,
    failures,
    dueAt,
    commit: id,
    ...(changes.length > 0 && { outboxAt: at }),
    ...(deadLetter !== undefined && { letter: { id: randomUUID(), ...deadLetter, at }, outboxAt: at }),
  };
  if (inPassing && expectedVersion > 0)
    return {
      updateOne: {
        filter: { _id: section, version: expectedVersion },
        update: besideALease(written, missing, changes, now),
      },
    };
  // Never seen before, it was due at once: no due time of it lies behind the new one.
  const set = inPassing ? written : { ...written, claimableAt: dueAt, leaseUntil: NEVER };
  // A section that another one's answer showed for the first time has no document and no lease.
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
        $unset: {
          ...(!inPassing && { leaseOwner: '' as const, claim: '' as const }),
          ...(!missing && { missingSince: '' as const }),
        },
        ...(inPassing && { $max: { claimableAt: dueAt } }),
        // The first of them stays.
        ...(missing && { $min: { missingSince: new Date(now) } }),
        ...(changes.length > 0 && { $push: { outbox: { $each: changes } } }),
        ...(discovery && { $setOnInsert: without(unseen(section, now), { ...set, claimableAt: dueAt }) }),
      },
      upsert: discovery,
    },
  };
}

/** Leaves the lease as it is. What was seen is data, whatever it looks like. */
function besideALease(written: object, missing: boolean, changes: Change[], now: number): Document[] {
  return [
    {
      $set: {
        ...Object.fromEntries(Object.entries(written).map(([name, $literal]) => [name, { $literal }])),
        missingSince: missing ? { $ifNull: ['$missingSince', new Date(now)] } : '$$REMOVE',
        ...(changes.length > 0 && { outbox: { $concatArrays: [{ $ifNull: ['$outbox', []] }, { $literal: changes }] } }),
      },
    },
    { $set: { claimableAt: { $max: ['$dueAt', '$leaseUntil'] } } },
  ];
}

/** The fields of `whole` that `set` does not name: one update names a field once. */
function without(whole: object, set: object): object {
  return Object.fromEntries(Object.entries(whole).filter(([name]) => !(name in set)));
}
