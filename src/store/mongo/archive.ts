/** The archive in MongoDB. */
import type { Archived, ArchiveKind, ArchivePage, ArchiveStore } from '../archive.ts';
import { sweep } from './accounts.ts';
import { READ } from './archive-read.ts';
import { ADD } from './archive-add.ts';
import { idsAmong } from './bulk.ts';
import type { ChangeOrder } from './change-order.ts';
import type { Connection } from './connection.ts';
import { emptyOutboxes } from './outbox.ts';
import { schedule } from './schedule.ts';

export class MongoArchive implements ArchiveStore {
  readonly #connection: Connection;
  readonly #order: ChangeOrder;

  constructor(connection: Connection, order: ChangeOrder) {
    this.#connection = connection;
    this.#order = order;
  }

  /**
   * Also finishes what the sweep leaves for later: committed changes get their cursors, and sections of paused watches
   * are created.
   */
  async cleanUp(): Promise<void> {
    const now = this.#connection.now();
    await this.#connection.use(async (collections) => {
      await sweep(collections, now);
      await emptyOutboxes(collections, this.#order, now);
      const wished = await collections.watches.distinct('covers');
      const known = await idsAmong(collections.sections, wished);
      for (const section of wished) if (!known.has(section)) await schedule(collections, section, now, 0);
    });
  }

  async page<Kind extends ArchiveKind>(kind: Kind, after: string | null, limit: number): Promise<ArchivePage<Kind>> {
    return await this.#connection.use((collections) => READ[kind](collections, after ?? '', limit));
  }

  async add<Kind extends ArchiveKind>(kind: Kind, records: Archived[Kind][]): Promise<void> {
    if (records.length > 0) await this.#connection.use((collections) => ADD[kind](collections, records));
  }
}
