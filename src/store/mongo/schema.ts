/** The indexes of the collections, and the requirements for the server. */
import type { CreateIndexesOptions, Db, IndexSpecification } from 'mongodb';
import { MongoServerError } from 'mongodb';
import { storeError } from '../errors.ts';
import { coverOldWatches } from './coverage.ts';
import type { Collections } from './documents.ts';
import { addDestinations } from './destinations.ts';
import { countWatches } from './schedule.ts';

/** Indexes of earlier versions. They cost time with every write and serve no query. */
const RETIRED = {
  sections: ['sections_claimable', 'sections_due'],
  watches: ['watches_by_section', 'watches_of_user'],
} satisfies Record<string, string[]>;

/**
 * The version of the documents. A store with a newer version is not opened. 2: sections have touches and watches. 3:
 * notifications have a destination. 4: watches cover sections. 5: used links have only wishes that were not started.
 */
const SCHEMA_VERSION = 5;

/** MongoDB 6.0. */
const OLDEST_WIRE_VERSION = 17;

/** Indexes of earlier versions, by which the server deleted expired documents by its own clock. Now `sweep` does. */
const OBSOLETE = { signIns: 'sign_ins_expired', sessions: 'sessions_expired' } as const;

const INDEXES: Record<
  Exclude<keyof Collections, 'sectionLookups'>,
  Record<string, { key: IndexSpecification } & CreateIndexesOptions>
> = {
  sections: {
    sections_touched: { key: { institution: 1, watched: 1, touchedAt: 1 } },
    sections_by_course: { key: { course: 1, leaseUntil: 1, _id: 1 } },
    sections_leased: { key: { leaseOwner: 1, claim: 1 }, sparse: true },
    sections_with_outbox: { key: { outboxAt: 1 }, sparse: true },
    sections_by_word: { key: { institution: 1, words: 1 } },
    // Covers the list of a term's courses.
    sections_of_courses: { key: { course: 1, 'state.status': 1, 'state.title': 1, unknown: 1 } },
  },
  unwatched: { unwatched_by_time: { key: { institution: 1, touchedAt: 1 } } },
  changes: {
    changes_by_cursor: { key: { cursor: 1 }, unique: true },
    changes_by_section: { key: { section: 1, cursor: 1 } },
    // Covers the query for the openings of a section.
    changes_of_seats: { key: { section: 1, 'change.kind': 1, 'change.detectedAt': 1 } },
    changes_to_fan_out: { key: { toFanOut: 1, cursor: 1 }, partialFilterExpression: { toFanOut: true } },
    changes_to_publish: { key: { toPublish: 1, cursor: 1 }, partialFilterExpression: { toPublish: true } },
  },
  watches: {
    watches_by_cover: { key: { covers: 1, paused: 1 } },
    watches_by_about: { key: { about: 1 } },
    watches_by_course: { key: { course: 1 }, sparse: true },
    watches_unverified: { key: { course: 1, verified: 1 }, partialFilterExpression: { verified: false } },
    watches_to_resume: { key: { pausedUntil: 1 }, sparse: true },
    watches_of_user_about: { key: { userId: 1, about: 1 }, unique: true },
    watches_to_remind: { key: { remind: 1 }, partialFilterExpression: { remind: 'hourly' } },
    watches_in_slot: { key: { userId: 1, slot: 1 }, unique: true },
  },
  notifications: {
    notifications_pending: { key: { status: 1, channel: 1, claimableAt: 1, cursor: 1, _id: 1 } },
    notifications_in_turn: { key: { status: 1, channel: 1, rank: 1, claimableAt: 1, cursor: 1, _id: 1 } },
    notifications_waiting: { key: { waiting: 1 }, sparse: true },
    notifications_leased: { key: { leaseOwner: 1, claim: 1 }, sparse: true },
    notifications_by_watch: { key: { watchId: 1, kind: 1 } },
    notifications_of_user: { key: { userId: 1 } },
    notifications_newest: { key: { userId: 1, queuedAt: -1, _id: -1 } },
    notifications_of_outages: { key: { notice: 1 }, partialFilterExpression: { notice: 'outage' } },
    notifications_by_destination: { key: { destination: 1 } },
    notifications_by_letter: { key: { letterId: 1 }, sparse: true },
    notifications_settled: { key: { status: 1, queuedAt: 1 } },
    notifications_dead: { key: { deadAt: -1 }, sparse: true },
  },
  users: {
    users_by_email: { key: { email: 1 }, unique: true },
    users_leaving: { key: { leaving: 1 }, sparse: true },
    users_suspended: { key: { suspendedAt: 1 }, sparse: true },
    users_by_time: { key: { createdAt: -1, _id: -1 } },
  },
  channels: { channels_of_user: { key: { userId: 1 } } },
  signIns: {
    sign_ins_by_email: { key: { email: 1 } },
    sign_ins_by_end: { key: { expiresAt: 1 } },
    sign_ins_used: { key: { usedAt: 1 }, sparse: true },
    sign_ins_waiting: { key: { waitingHash: 1 }, unique: true, sparse: true },
  },
  sessions: { sessions_of_user: { key: { userId: 1 } }, sessions_by_end: { key: { expiresAt: 1 } } },
  deadLetters: { dead_letters_by_id: { key: { id: 1 }, unique: true }, dead_letters_by_time: { key: { at: -1 } } },
  pauses: { pauses_by_scope: { key: { scope: 1 } } },
  keys: {},
  nodes: { nodes_by_time: { key: { seenAt: 1 } } },
  duties: { duties_of_run: { key: { run: 1 } } },
  budgets: {},
  forgotten: {},
  pings: {},
  terms: {},
  audit: {},
  keptSessions: { kept_sessions_of_key: { key: { keyId: 1 } }, kept_sessions_by_time: { key: { savedAt: 1 } } },
  traces: { traces_by_time: { key: { keptAt: 1 } } },
  incidents: {
    incidents_open: { key: { open: 1, alert: 1 }, unique: true, partialFilterExpression: { open: true } },
    incidents_ended: { key: { endedAt: 1 }, sparse: true },
  },
  series: { series_by_time: { key: { step: 1, at: 1 } } },
  schema: {},
};

/** Rejects with PMC_STORE_OLD_SERVER. */
export async function examineServer(database: Db, host: string): Promise<void> {
  const { maxWireVersion } = (await database.command({ hello: 1 })) as unknown as { maxWireVersion: number };
  if (maxWireVersion < OLDEST_WIRE_VERSION) throw storeError('PMC_STORE_OLD_SERVER', { host });
}

/** Creates missing collections and indexes. Rejects with PMC_STORE_NEWER. */
export async function prepare(collections: Collections): Promise<void> {
  await collections.schema.updateOne(
    { _id: 'documents' },
    { $setOnInsert: { version: SCHEMA_VERSION } },
    { upsert: true },
  );
  const found = (await collections.schema.findOne({ _id: 'documents' }))?.version ?? SCHEMA_VERSION;
  if (found > SCHEMA_VERSION) throw storeError('PMC_STORE_NEWER', { found, known: SCHEMA_VERSION });
  for (const [name, index] of Object.entries(OBSOLETE)) {
    const collection = collections[name as keyof typeof OBSOLETE];
    if (await collection.indexExists(index).catch(unlessMissing))
      await collection.dropIndex(index).catch(unlessMissing);
  }
  if (found < SCHEMA_VERSION) await coverOldWatches(collections);
  for (const [name, indexes] of Object.entries(INDEXES)) {
    const descriptions = Object.entries(indexes).map(([index, { key, ...options }]) => ({
      key: key as Record<string, 1 | -1>,
      name: index,
      ...options,
    }));
    if (descriptions.length > 0) await collections[name as keyof typeof INDEXES].createIndexes(descriptions);
  }
  if (found < SCHEMA_VERSION) {
    if (found < 2) await countWatches(collections);
    await addDestinations(collections);
    await collections.signIns.updateMany({ usedAt: { $exists: true } }, { $set: { wishes: [] } });
    await collections.schema.updateOne({ _id: 'documents' }, { $max: { version: SCHEMA_VERSION } });
  }
  for (const [name, indexes] of Object.entries(RETIRED)) {
    const collection = collections[name as keyof typeof RETIRED];
    for (const { name: index } of (await collection.listIndexes().toArray()) as { name: string }[])
      if (indexes.includes(index)) await collection.dropIndex(index);
  }
}

/** Ignores a missing collection and an index that another process has dropped meanwhile. */
function unlessMissing(error: unknown): false {
  if (error instanceof MongoServerError && [26, 27].includes(Number(error.code))) return false;
  throw error;
}
