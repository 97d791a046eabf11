/** Adds records of the archive as documents, with all derived fields. */
import type { Archived, ArchivedChange, ArchivedSection, ArchiveKind } from '../archive.ts';
import { addNotifications } from './archive-add-notifications.ts';
import { addWatches } from './archive-add-watches.ts';
import { insertMissing } from './bulk.ts';
import { sizesOf, versionOf } from './change-order.ts';
import { letterKey, markLettered } from './dead-letters.ts';
import type { ChangeDocument, Collections, SectionDocument } from './documents.ts';
import { pauseKey } from './pauses.ts';
import { seenAs, unseen } from './section-document.ts';

type Adding = { [Kind in ArchiveKind]: (collections: Collections, records: Archived[Kind][]) => Promise<unknown> };

export const ADD: Adding = {
  sections: ({ sections }, records) => insertMissing(sections, records.map(sectionDocument)),
  changes: ({ changes }, records) => insertMissing(changes, changeDocuments(records)),
  users: ({ users }, records) =>
    insertMissing(
      users,
      records.map(({ id, createdAt, suspendedAt, ...rest }) => ({
        _id: id,
        ...rest,
        createdAt: new Date(createdAt),
        ...(suspendedAt !== null && { suspendedAt: new Date(suspendedAt) }),
      })),
    ),
  channels: ({ channels }, records) =>
    insertMissing(
      channels,
      records.map(({ id, muted, createdAt, ...channel }) => ({
        ...channel,
        _id: id,
        ...(muted !== null && { muted: { since: new Date(muted.since), reason: muted.reason } }),
        createdAt: new Date(createdAt),
      })),
    ),
  sessions: ({ sessions }, records) =>
    insertMissing(
      sessions,
      records.map(({ hash, createdAt, expiresAt, lastUsedAt, ...rest }) => ({
        _id: hash,
        ...rest,
        createdAt: new Date(createdAt),
        expiresAt: new Date(expiresAt),
        lastUsedAt: new Date(lastUsedAt),
      })),
    ),
  signIns: ({ signIns }, records) =>
    insertMissing(
      signIns,
      records.map(({ hash, expiresAt, waitingHash, usedAt, ...rest }) => ({
        _id: hash,
        ...rest,
        expiresAt: new Date(expiresAt),
        ...(waitingHash !== null && { waitingHash }),
        ...(usedAt !== null && { usedAt: new Date(usedAt) }),
      })),
    ),
  watches: addWatches,
  notifications: addNotifications,
  deadLetters: async (collections, records) => {
    await markLettered(collections, records);
    return await insertMissing(
      collections.deadLetters,
      records.map((record) => ({ ...record, _id: letterKey(record), at: new Date(record.at) })),
    );
  },
  pauses: ({ pauses }, records) =>
    insertMissing(
      pauses,
      records.map(({ scope, institution, since }) => ({
        _id: pauseKey(scope, institution),
        scope,
        institution,
        since: new Date(since),
      })),
    ),
  keys: ({ keys }, records) =>
    insertMissing(
      keys,
      records.map(({ id, createdAt, lastUsedAt, revokedAt, ...key }) => ({
        ...key,
        _id: id,
        createdAt: new Date(createdAt),
        ...(lastUsedAt !== null && { lastUsedAt: new Date(lastUsedAt) }),
        ...(revokedAt !== null && { revokedAt: new Date(revokedAt) }),
      })),
    ),
  retention: ({ forgotten }, records) =>
    insertMissing(
      forgotten,
      records.map(({ forgottenUpTo: upTo }) => ({ _id: 'changes', upTo })),
    ),
  terms: ({ terms }, records) =>
    insertMissing(
      terms,
      records.map(({ institution, term, overAt, cleared }) => ({
        _id: `${institution}/${term}`,
        institution,
        term,
        overAt: new Date(overAt),
        cleared,
      })),
    ),
  audit: ({ audit }, records) =>
    insertMissing(
      audit,
      records.map(({ id, at, ...act }) => ({ _id: id, at: new Date(at), ...act })),
    ),
  incidents: ({ incidents }, records) =>
    insertMissing(
      incidents,
      records.map(({ id, startedAt, endedAt, ...rest }) => ({
        ...rest,
        _id: id,
        startedAt: new Date(startedAt),
        ...(endedAt === null ? { open: true as const } : { endedAt: new Date(endedAt) }),
      })),
    ),
};

function sectionDocument({
  section,
  institution,
  state,
  unknown,
  missingSince,
  failures,
  failedAttempts,
  dueAt,
}: ArchivedSection): SectionDocument {
  const seen = state === null ? {} : { state, version: state.version, ...seenAs(institution, state) };
  return {
    _id: section,
    ...unseen(section, dueAt),
    ...seen,
    unknown,
    failures,
    ...(failedAttempts.length > 0 && { failedAttempts }),
    ...(missingSince !== null && { missingSince: new Date(missingSince) }),
  };
}

function changeDocuments(records: ArchivedChange[]): ChangeDocument[] {
  const sizes = sizesOf(records.flatMap(({ change }) => change ?? []));
  return records.map(({ cursor, change, fannedOut, published }) =>
    change === null
      ? { _id: `#gone:${cursor}`, cursor }
      : {
          _id: change.id,
          cursor,
          section: change.section,
          change,
          ...(!fannedOut && { toFanOut: true, of: sizes.get(versionOf(change))! }),
          ...(!published && { toPublish: true }),
        },
  );
}
