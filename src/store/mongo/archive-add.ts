/** Records of the archive as documents, with all that is derived. */
import type { Collection, Document, OptionalUnlessRequiredId } from 'mongodb';
import type {
  Archived,
  ArchivedChange,
  ArchivedNotification,
  ArchivedSection,
  ArchivedWatch,
  ArchiveKind,
} from '../archive.ts';
import { findAmong, ignoringDuplicates } from './bulk.ts';
import { newestCursor, sizesOf, versionOf } from './change-order.ts';
import { letterKey } from './dead-letters.ts';
import type { ChangeDocument, Collections, SectionDocument, WatchDocument } from './documents.ts';
import { newNotification } from './notification-document.ts';
import { pauseKey } from './pauses.ts';
import { seenAs, unseen } from './section-document.ts';
import { freeSlot } from './watches.ts';

type Adding = { [Kind in ArchiveKind]: (collections: Collections, records: Archived[Kind][]) => Promise<void> };

export const ADD: Adding = {
  sections: ({ sections }, records) => insert(sections, records.map(sectionDocument)),
  changes: ({ changes }, records) => insert(changes, changeDocuments(records)),
  users: ({ users }, records) =>
    insert(
      users,
      records.map(({ id, email, createdAt }) => ({ _id: id, email, createdAt: new Date(createdAt) })),
    ),
  sessions: ({ sessions }, records) =>
    insert(
      sessions,
      records.map(({ hash, userId, createdAt, expiresAt }) => ({
        _id: hash,
        userId,
        createdAt: new Date(createdAt),
        expiresAt: new Date(expiresAt),
      })),
    ),
  signIns: ({ signIns }, records) =>
    insert(
      signIns,
      records.map(({ hash, email, expiresAt }) => ({ _id: hash, email, expiresAt: new Date(expiresAt) })),
    ),
  watches: addWatches,
  notifications: addNotifications,
  deadLetters: ({ deadLetters }, records) =>
    insert(
      deadLetters,
      records.map((record) => ({ ...record, _id: letterKey(record), at: new Date(record.at) })),
    ),
  pauses: ({ pauses }, records) =>
    insert(
      pauses,
      records.map(({ scope, institution, since }) => ({
        _id: pauseKey(scope, institution),
        scope,
        institution,
        since: new Date(since),
      })),
    ),
  retention: ({ forgotten }, records) =>
    insert(
      forgotten,
      records.map(({ forgottenUpTo: upTo }) => ({ _id: 'changes', upTo })),
    ),
  terms: ({ terms }, records) =>
    insert(
      terms,
      records.map(({ institution, term, overAt, cleared }) => ({
        _id: `${institution}/${term}`,
        institution,
        term,
        overAt: new Date(overAt),
        cleared,
      })),
    ),
};

async function insert<Row extends Document>(
  collection: Collection<Row>,
  rows: OptionalUnlessRequiredId<Row>[],
): Promise<void> {
  if (rows.length > 0) await ignoringDuplicates(collection.insertMany(rows, { ordered: false }));
}

function sectionDocument({
  section,
  institution,
  state,
  unknown,
  missingSince,
  failures,
  dueAt,
}: ArchivedSection): SectionDocument {
  const seen = state === null ? {} : { state, version: state.version, ...seenAs(institution, state) };
  return {
    _id: section,
    ...unseen(section, dueAt),
    ...seen,
    unknown,
    failures,
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

/** The marks on the sections before the watches: where a watch is, its section knows of it, also after a crash. */
async function addWatches({ sections, users, watches }: Collections, records: ArchivedWatch[]): Promise<void> {
  const students = [...new Set(records.map(({ userId }) => userId))];
  const emails = new Map((await findAmong(users, '_id', students, ['email'])).map(({ _id, email }) => [_id, email]));
  const taken = new Map(students.map((id) => [id, new Set<number>()]));
  const known = new Set<string>();
  for (const { _id, userId, slot } of await findAmong(watches, 'userId', students, ['userId', 'slot'])) {
    taken.get(userId)!.add(slot);
    known.add(_id);
  }
  const added = records
    .filter(({ id }) => !known.has(id))
    .map(({ id, createdAt, kinds, ...wish }): WatchDocument => {
      const slots = taken.get(wish.userId)!;
      const slot = freeSlot(slots);
      slots.add(slot);
      return {
        ...wish,
        _id: id,
        email: emails.get(wish.userId)!,
        kinds: kinds.join(),
        createdAt: new Date(createdAt),
        slot,
      };
    });
  const marks = new Map<string, Partial<SectionDocument>>();
  for (const { section, paused } of added)
    marks.set(section, { followed: true, ...(paused ? marks.get(section) : { watched: true }) });
  if (marks.size > 0)
    await sections.bulkWrite(
      [...marks].map(([_id, $set]) => ({ updateOne: { filter: { _id }, update: { $set } } })),
      { ordered: false },
    );
  await insert(watches, added);
}

/**
 * The order of the changes of one message, and whose they are, come from the changes, watches and students that are
 * there.
 */
async function addNotifications(collections: Collections, records: ArchivedNotification[]): Promise<void> {
  const { changes, notifications, users, watches } = collections;
  const watchers = await findAmong(
    watches,
    '_id',
    [...new Set(records.map(({ watchId }) => watchId))],
    ['userId', 'email'],
  );
  const addressees = await findAmong(
    users,
    'email',
    [...new Set(records.flatMap(({ email }) => email ?? []))],
    ['email'],
  );
  const told = await findAmong(
    changes,
    '_id',
    [...new Set(records.flatMap(({ changeId }) => changeId ?? []))],
    ['cursor'],
  );
  const byWatch = new Map(watchers.map((watch) => [watch._id, watch]));
  const userIds = new Map(addressees.map(({ _id, email }) => [email, _id]));
  const cursors = new Map(told.map(({ _id, cursor }) => [_id, cursor]));
  const newest = await newestCursor(collections);
  await insert(
    notifications,
    records.map(({ id, email, status, attempts, error, sentAt, letter, ...rest }) => {
      const { channel, watchId, section, changeId, kind, notice } = rest;
      const owner = email === null ? byWatch.get(watchId)! : { userId: userIds.get(email) ?? '', email };
      const nextAttemptAt = new Date(rest.nextAttemptAt);
      const { waiting, ...document } = newNotification(
        {
          _id: id,
          channel,
          watchId,
          userId: owner.userId,
          email: owner.email,
          section,
          changeId,
          kind,
          notice,
          cursor: changeId === null ? newest : (cursors.get(changeId) ?? 0),
          detectedAt: new Date(rest.detectedAt),
        },
        rest.queuedAt,
      );
      return {
        ...document,
        status,
        attempts,
        error,
        sentAt: sentAt === null ? null : new Date(sentAt),
        nextAttemptAt,
        claimableAt: nextAttemptAt,
        ...(status === 'pending' && { waiting }),
        ...(letter !== null && { letterId: letter.id, deadAt: new Date(letter.at) }),
      };
    }),
  );
}
