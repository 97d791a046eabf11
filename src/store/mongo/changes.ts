/** Changes in MongoDB. A cursor is the change's number in `ChangeOrder`; '0' is the beginning. */
import type { Filter } from 'mongodb';
import { storeError } from '../errors.ts';
import type { ChangePage, ChangeStore, StoredChange } from '../changes.ts';
import { isCursor } from '../changes.ts';
import type { SeatEvent } from '../../domain/openings.ts';
import { SEAT_EVENTS } from '../../domain/openings.ts';
import { chunksOf, ONE_BATCH } from './bulk.ts';
import { newestCursor } from './change-order.ts';
import type { Connection } from './connection.ts';
import type { ChangeDocument, Collections } from './documents.ts';
import { forgottenUpTo } from './retention.ts';

export class MongoChanges implements ChangeStore {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async latestCursor(): Promise<string> {
    return String(await this.#connection.use(newestCursor));
  }

  async countToFanOut(): Promise<number> {
    return await this.#connection.use(({ changes }) => changes.countDocuments({ toFanOut: true }));
  }

  async since(cursor: string, sections: string[], limit: number): Promise<StoredChange[] | undefined> {
    return await this.#connection.use(async (collections) => {
      if (!(await wasIssued(collections, cursor)) || Number(cursor) < (await forgottenUpTo(collections)))
        return undefined;
      const found: StoredChange[] = [];
      for (const chunk of chunksOf([...new Set(sections)])) {
        found.push(
          ...(await stored(collections, { section: { $in: chunk }, cursor: { $gt: Number(cursor) } }, 1, limit)),
        );
      }
      return found.toSorted((a, b) => Number(a.cursor) - Number(b.cursor)).slice(0, limit);
    });
  }

  async page(cursor: string | null, limit: number): Promise<ChangePage | undefined> {
    return await this.#connection.use(async (collections) => {
      const oldest = await forgottenUpTo(collections);
      if (cursor !== null && (!(await wasIssued(collections, cursor)) || Number(cursor) < oldest)) return undefined;
      const from = cursor ?? String(oldest);
      const filter = { cursor: { $gt: Number(from) }, change: { $exists: true } };
      const changes = await stored(collections, filter, 1, limit);
      return { changes, next: changes.at(-1)?.cursor ?? from };
    });
  }

  async history(section: string, after: string | null, limit: number): Promise<StoredChange[]> {
    return await this.#connection.use(async (collections) => {
      if (after !== null && !(await wasIssued(collections, after)))
        throw storeError('PMC_CURSOR_INVALID', { cursor: after });
      return await stored(collections, { section, cursor: { $gt: Number(after) } }, 1, limit);
    });
  }

  async newest(sections: string[], limit: number): Promise<StoredChange[]> {
    return await this.#connection.use(async (collections) => {
      const found: StoredChange[] = [];
      for (const chunk of chunksOf([...new Set(sections)]))
        found.push(...(await stored(collections, { section: { $in: chunk } }, -1, limit)));
      return found.toSorted((a, b) => Number(b.cursor) - Number(a.cursor)).slice(0, limit);
    });
  }

  async seatEvents(sections: string[], withinMs: number): Promise<(SeatEvent & { section: string })[]> {
    const since = new Date(this.#connection.now() - withinMs).toISOString();
    const found = await this.#connection.use(async ({ changes }) => {
      const ofSeats = { 'change.kind': { $in: [...SEAT_EVENTS] }, 'change.detectedAt': { $gt: since } };
      const chunks = chunksOf(sections).map((chunk) =>
        changes
          .find<{ section: string; change: { kind: SeatEvent['kind']; detectedAt: string } }>(
            { section: { $in: chunk }, ...ofSeats },
            { projection: { _id: 0, section: 1, 'change.kind': 1, 'change.detectedAt': 1 }, batchSize: ONE_BATCH },
          )
          .toArray(),
      );
      return (await Promise.all(chunks)).flat();
    });
    return found
      .map(({ section, change: { kind, detectedAt } }) => ({ section, kind, at: Date.parse(detectedAt) }))
      .toSorted((a, b) => a.at - b.at);
  }

  async recent(limit: number): Promise<StoredChange[]> {
    return await this.#connection.use((collections) => stored(collections, { change: { $exists: true } }, -1, limit));
  }

  async unpublished(limit: number): Promise<StoredChange[]> {
    return await this.#connection.use((collections) => stored(collections, { toPublish: true }, 1, limit));
  }

  async markPublished(changeIds: string[]): Promise<void> {
    await this.#connection.use(async ({ changes }) => {
      for (const chunk of chunksOf(changeIds))
        await changes.updateMany({ _id: { $in: chunk } }, { $unset: { toPublish: '' } });
    });
  }
}

async function wasIssued(collections: Collections, cursor: string): Promise<boolean> {
  return isCursor(cursor) && Number(cursor) <= (await newestCursor(collections));
}

async function stored(
  { changes }: Collections,
  filter: Filter<ChangeDocument>,
  direction: 1 | -1,
  limit: number,
): Promise<StoredChange[]> {
  const found = await changes
    .find(filter, { projection: { cursor: 1, change: 1 } })
    .sort({ cursor: direction })
    .limit(limit)
    .toArray();
  return found.map(({ cursor, change }) => ({ cursor: String(cursor), change: change! }));
}
