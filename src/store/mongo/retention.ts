/** Retention in MongoDB: a sequence of deletions that can each be repeated. */
import type { Forgotten, RetentionStore } from '../retention.ts';
import { ONE_BATCH } from './bulk.ts';
import type { ChangeOrder } from './change-order.ts';
import { newestCursor } from './change-order.ts';
import type { Connection } from './connection.ts';
import { letterKey } from './dead-letters.ts';
import type { Collections } from './documents.ts';
import { upTo } from './instants.ts';
import { forgetUnwatched } from './touches.ts';

export class MongoRetention implements RetentionStore {
  readonly #connection: Connection;
  readonly #order: ChangeOrder;

  constructor(connection: Connection, order: ChangeOrder) {
    this.#connection = connection;
    this.#order = order;
  }

  async sweep(keepMs: number, limit: number): Promise<Forgotten> {
    const now = this.#connection.now();
    const before = new Date(now - keepMs);
    return await this.#connection.use(async (collections) => {
      await forgetUnwatched(collections);
      return {
        ...(await this.#forgetTerms(collections, before, now, limit)),
        notifications: await forgetSettled(collections, before, limit),
        deadLetters: await forgetLetters(collections, before, limit),
        incidents: await forgetIncidents(collections, before, limit),
      };
    });
  }

  /**
   * Raises the floor of cursors first, so that no reader skips deleted changes without knowing. Deletes the sections
   * last, so that they are found again after a crash.
   */
  async #forgetTerms(
    collections: Collections,
    before: Date,
    now: number,
    limit: number,
  ): Promise<Pick<Forgotten, 'sections' | 'changes'>> {
    const { sections, changes, deadLetters, forgotten } = collections;
    const keys = await finishedSections(collections, before, now, limit);
    if (keys.length === 0) return { sections: 0, changes: 0 };
    const of = { section: { $in: keys } };
    const [last] = await changes
      .find(of, { projection: { cursor: 1 } })
      .sort({ cursor: -1 })
      .limit(1)
      .toArray();
    if (last !== undefined) {
      await forgotten.updateOne({ _id: 'changes' }, { $max: { upTo: last.cursor } }, { upsert: true });
      // Keeps the newest number in use.
      if (last.cursor >= (await newestCursor(collections)))
        await this.#order.append(collections, [{ _id: `#forgotten:${last.cursor}` }]);
    }
    const { deletedCount } = await changes.deleteMany(of);
    // Numbers that were kept for earlier newest changes.
    if (last !== undefined) await changes.deleteMany({ change: { $exists: false }, cursor: { $lt: last.cursor } });
    await deadLetters.deleteMany({ _id: { $in: keys.map((subject) => letterKey({ kind: 'check', subject })) } });
    const gone = await sections.deleteMany({ _id: { $in: keys }, followed: false, leaseUntil: upTo(now) });
    return { sections: gone.deletedCount, changes: deletedCount };
  }
}

async function finishedSections(
  { sections, changes }: Collections,
  before: Date,
  now: number,
  limit: number,
): Promise<string[]> {
  const terms = await sections
    .aggregate<{ _id: { institution: string; term: string } }>([
      { $match: { version: { $gt: 0 } } },
      { $group: { _id: { institution: '$institution', term: '$term' }, seen: { $max: '$state.checkedAt' } } },
      { $match: { seen: { $lt: before.toISOString() } } },
    ])
    .toArray();
  for (const {
    _id: { institution, term },
  } of terms) {
    const found = await sections
      .find(
        {
          institution,
          term,
          version: { $gt: 0 },
          followed: false,
          leaseUntil: upTo(now),
          outboxAt: { $exists: false },
        },
        { projection: { _id: 1 }, batchSize: ONE_BATCH },
      )
      .sort({ _id: 1 })
      .limit(limit)
      .toArray();
    const keys = found.map(({ _id }) => _id);
    const unfinished = await changes.distinct('section', {
      section: { $in: keys },
      $or: [{ toFanOut: true }, { toPublish: true }],
    });
    const free = keys.filter((key) => !unfinished.includes(key));
    if (free.length > 0) return free;
  }
  return [];
}

async function forgetSettled({ notifications }: Collections, before: Date, limit: number): Promise<number> {
  const old = await notifications
    .find(
      {
        status: { $in: ['sent', 'dead'] },
        queuedAt: { $lt: before },
        $or: [{ sentAt: null }, { sentAt: { $lt: before } }],
      },
      { projection: { _id: 1 }, batchSize: ONE_BATCH },
    )
    .limit(limit)
    .toArray();
  const ids = old.map(({ _id }) => _id);
  // The status again, because an operator may have replayed one meanwhile.
  return ids.length === 0
    ? 0
    : (await notifications.deleteMany({ _id: { $in: ids }, status: { $in: ['sent', 'dead'] } })).deletedCount;
}

async function forgetLetters({ deadLetters }: Collections, before: Date, limit: number): Promise<number> {
  const old = await deadLetters
    .find({ at: { $lt: before } }, { projection: { _id: 1 } })
    .sort({ at: 1 })
    .limit(limit)
    .toArray();
  return old.length === 0
    ? 0
    : (await deadLetters.deleteMany({ _id: { $in: old.map(({ _id }) => _id) }, at: { $lt: before } })).deletedCount;
}

async function forgetIncidents({ incidents }: Collections, before: Date, limit: number): Promise<number> {
  const old = await incidents
    .find({ endedAt: { $lt: before } }, { projection: { _id: 1 } })
    .sort({ endedAt: 1 })
    .limit(limit)
    .toArray();
  return old.length === 0 ? 0 : (await incidents.deleteMany({ _id: { $in: old.map(({ _id }) => _id) } })).deletedCount;
}

/** Changes up to this number may have been deleted. A reader that has not read further has missed some. */
export async function forgottenUpTo({ forgotten }: Pick<Collections, 'forgotten'>): Promise<number> {
  return (await forgotten.findOne({ _id: 'changes' }))?.upTo ?? 0;
}
