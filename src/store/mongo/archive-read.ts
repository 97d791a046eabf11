/** Reads documents as records of the archive, without derived fields and without what only a crash left behind. */
import type { Collection, Document, Filter } from 'mongodb';
import { outlivesWatch } from '../../domain/notification.ts';
import type { ArchiveKind, ArchivePage } from '../archive.ts';
import { channelRecord, notificationRecord, sectionRecord, watchRecord } from './archive-records.ts';
import { findAmong, idsAmong, ONE_BATCH } from './bulk.ts';
import { newestCursor } from './change-order.ts';
import type { Collections } from './documents.ts';

type Reading = {
  [Kind in ArchiveKind]: (collections: Collections, after: string, limit: number) => Promise<ArchivePage<Kind>>;
};

export const READ: Reading = {
  sections: async ({ sections, watches }, after, limit) => {
    const { rows, next } = await rowsAfter(sections, '_id', after, limit);
    const unseen = rows.filter(({ state }) => state === null).map(({ _id }) => _id);
    const wished = new Set((await findAmong(watches, 'about', unseen, ['about'])).map(({ about }) => about));
    return { records: rows.filter(({ _id, state }) => state !== null || wished.has(_id)).map(sectionRecord), next };
  },
  changes: async (collections, after, limit) => {
    const { rows, next } = await rowsAfter(collections.changes, 'cursor', Number(after), limit);
    const newest = rows.some(({ change }) => change === undefined) ? await newestCursor(collections) : null;
    return {
      records: rows
        .filter(({ change, cursor }) => change !== undefined || cursor === newest)
        .map(({ cursor, change = null, toFanOut = false, toPublish = false }) => ({
          cursor,
          change,
          fannedOut: !toFanOut,
          published: !toPublish,
        })),
      next,
    };
  },
  users: async ({ users }, after, limit) => {
    const { rows, next } = await rowsAfter(users, '_id', after, limit);
    return {
      records: rows.map(({ _id: id, email, createdAt, preferences = {}, suspendedAt }) => ({
        id,
        email,
        createdAt: createdAt.getTime(),
        preferences,
        suspendedAt: suspendedAt?.getTime() ?? null,
      })),
      next,
    };
  },
  channels: async ({ channels, users }, after, limit) => {
    const { rows, next } = await rowsAfter(channels, '_id', after, limit);
    const known = await idsAmong(
      users,
      rows.map(({ userId }) => userId),
    );
    return { records: rows.filter(({ userId }) => known.has(userId)).map(channelRecord), next };
  },
  sessions: async ({ sessions, users }, after, limit) => {
    const { rows, next } = await rowsAfter(sessions, '_id', after, limit);
    const known = await idsAmong(
      users,
      rows.map(({ userId }) => userId),
    );
    return {
      records: rows
        .filter(({ userId }) => known.has(userId))
        .map(({ _id: hash, userId, createdAt, expiresAt, lastUsedAt = createdAt, browser = '' }) => ({
          hash,
          userId,
          createdAt: createdAt.getTime(),
          expiresAt: expiresAt.getTime(),
          lastUsedAt: lastUsedAt.getTime(),
          browser,
        })),
      next,
    };
  },
  signIns: async ({ signIns }, after, limit) => {
    const { rows, next } = await rowsAfter(signIns, '_id', after, limit);
    return {
      records: rows.map(({ _id: hash, email, expiresAt, wishes = [], preferences = {}, waitingHash, usedAt }) => ({
        hash,
        email,
        expiresAt: expiresAt.getTime(),
        wishes,
        preferences,
        waitingHash: waitingHash ?? null,
        usedAt: usedAt?.getTime() ?? null,
      })),
      next,
    };
  },
  watches: async ({ users, watches }, after, limit) => {
    const { rows, next } = await rowsAfter(watches, '_id', after, limit);
    const known = await idsAmong(
      users,
      rows.map(({ userId }) => userId),
    );
    return { records: rows.filter(({ userId }) => known.has(userId)).map(watchRecord), next };
  },
  notifications: async ({ notifications, watches }, after, limit) => {
    const { rows, next } = await rowsAfter(notifications, '_id', after, limit);
    const living = await idsAmong(
      watches,
      rows.map(({ watchId }) => watchId),
    );
    // What was sent is kept. A notice with an existing watch is left out: it is created again when its section is
    // completely forgotten.
    return {
      records: rows
        .filter(
          ({ status, notice, watchId }) =>
            status === 'sent' || living.has(watchId) !== (notice !== null && outlivesWatch(notice)),
        )
        .map(notificationRecord),
      next,
    };
  },
  deadLetters: async ({ deadLetters }, after, limit) => {
    const { rows, next } = await rowsAfter(deadLetters, 'id', after, limit);
    return {
      records: rows.map(({ id, kind, subject, error, attempts, at }) => ({
        id,
        kind,
        subject,
        error,
        attempts,
        at: at.getTime(),
      })),
      next,
    };
  },
  pauses: async ({ pauses }, after, limit) => {
    const { rows, next } = await rowsAfter(pauses, '_id', after, limit);
    return {
      records: rows.map(({ scope, institution, since }) => ({ scope, institution, since: since.getTime() })),
      next,
    };
  },
  keys: async ({ keys }, after, limit) => {
    const { rows, next } = await rowsAfter(keys, '_id', after, limit);
    return {
      records: rows.map(({ _id: id, createdAt, lastUsedAt, revokedAt, ...key }) => ({
        id,
        ...key,
        createdAt: createdAt.getTime(),
        lastUsedAt: lastUsedAt?.getTime() ?? null,
        revokedAt: revokedAt?.getTime() ?? null,
      })),
      next,
    };
  },
  retention: async ({ forgotten }, after, limit) => {
    const { rows, next } = await rowsAfter(forgotten, '_id', after, limit);
    return { records: rows.map(({ upTo: forgottenUpTo }) => ({ forgottenUpTo })), next };
  },
  terms: async ({ terms }, after, limit) => {
    const { rows, next } = await rowsAfter(terms, '_id', after, limit);
    return {
      records: rows.flatMap(({ institution, term, overAt, cleared = false }) =>
        overAt === undefined ? [] : [{ institution, term, overAt: overAt.getTime(), cleared }],
      ),
      next,
    };
  },
  audit: async ({ audit }, after, limit) => {
    const { rows, next } = await rowsAfter(audit, '_id', after, limit);
    return { records: rows.map(({ _id: id, at, ...act }) => ({ id, at: at.getTime(), ...act })), next };
  },
  incidents: async ({ incidents }, after, limit) => {
    const { rows, next } = await rowsAfter(incidents, '_id', after, limit);
    return {
      records: rows.map(({ _id: id, startedAt, endedAt, told, open: _open, ...rest }) => ({
        ...rest,
        id,
        startedAt: startedAt.getTime(),
        endedAt: endedAt?.getTime() ?? null,
        told: told.toSorted(),
      })),
      next,
    };
  },
};

/** Up to `limit` documents whose `key` comes after `after`. There must be a unique index on `key`. */
async function rowsAfter<Row extends Document>(
  collection: Collection<Row>,
  key: keyof Row & string,
  after: string | number,
  limit: number,
): Promise<{ rows: Row[]; next: string | null }> {
  const filter = { [key]: { $gt: after } } as Filter<Row>;
  const rows = await collection
    .find<Row>(filter, { batchSize: ONE_BATCH })
    .sort({ [key]: 1 })
    .limit(limit)
    .toArray();
  return { rows, next: rows.length < limit ? null : String(rows.at(-1)![key]) };
}
