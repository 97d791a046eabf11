/** Terms in MongoDB. */
import type { Term, TermStore } from '../terms.ts';
import { chunksOf, ONE_BATCH } from './bulk.ts';
import type { Connection } from './connection.ts';
import type { Collections } from './documents.ts';
import { NEVER } from './instants.ts';
import { queueNotices } from './notices.ts';
import { endWatches } from './watches.ts';

/** For this long, only one process ends the watches of a term. This is much longer than a chunk of them takes. */
const ENDING_MS = 60_000;

const idOf = (institution: string, term: string): string => `${institution}/${term}`;
/** Matches the keys of a term's sections, with `prefix` before them. `0` is the character after the slash. */
const keysIn = (institution: string, term: string, prefix = ''): { $gt: string; $lt: string } => ({
  $gt: `${prefix}${idOf(institution, term)}/`,
  $lt: `${prefix}${idOf(institution, term)}0`,
});

export class MongoTerms implements TermStore {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async silent(institution: string, term: string, forMs: number): Promise<boolean> {
    const now = new Date(this.#connection.now());
    return await this.#connection.use(async ({ sections, terms }) => {
      const seen =
        (await sections.findOne(
          { institution, watched: true, term, failures: 0, missingSince: { $exists: false } },
          { projection: { _id: 1 } },
        )) !== null;
      const noted = await terms.findOneAndUpdate(
        { _id: idOf(institution, term) },
        {
          $setOnInsert: { institution, term },
          ...(seen ? { $set: { silentSince: now } } : { $min: { silentSince: now } }),
        },
        { upsert: true, returnDocument: 'after' },
      );
      return !seen && now.getTime() - noted!.silentSince!.getTime() >= forMs;
    });
  }

  async end(institution: string, term: string): Promise<number> {
    return await this.#connection.use(async (collections) => {
      if (!(await this.#begin(collections, institution, term))) return 0;
      const { deadLetters, sections, terms, watches } = collections;
      let ended = 0;
      // The notices come first, see `queueNotices`.
      for (const chunk of chunksOf(
        await watches.find({ about: keysIn(institution, term) }, { batchSize: ONE_BATCH }).toArray(),
      )) {
        const now = this.#connection.now();
        await terms.updateOne({ _id: idOf(institution, term) }, { $set: { endingUntil: new Date(now + ENDING_MS) } });
        await queueNotices(collections, chunk, 'term-over', now);
        ended += await endWatches(collections, chunk, now);
      }
      await deadLetters.deleteMany({ _id: keysIn(institution, term, 'check ') });
      await sections.deleteMany({ _id: keysIn(institution, term), version: 0, followed: false, leaseUntil: NEVER });
      await terms.updateOne({ _id: idOf(institution, term) }, { $unset: { endingUntil: '' } });
      return ended;
    });
  }

  async reopen(institution: string, term: string): Promise<void> {
    await this.#connection.use(({ terms }) => terms.deleteOne({ _id: idOf(institution, term) }));
  }

  async over(institution: string): Promise<string[]> {
    const found = await this.#connection.use(({ terms }) =>
      terms
        .find({ institution, overAt: { $exists: true } })
        .sort({ _id: 1 })
        .toArray(),
    );
    return found.map(({ term }) => term);
  }

  async watched(institution: string): Promise<string[]> {
    return await this.#connection.use(({ sections }) => sections.distinct('term', { institution, followed: true }));
  }

  async uncleared(): Promise<Term[]> {
    const found = await this.#connection.use(({ terms }) =>
      terms
        .find({ overAt: { $exists: true }, cleared: false })
        .sort({ _id: 1 })
        .toArray(),
    );
    return found.map(({ institution, term }) => ({ institution, term }));
  }

  async sectionsOf({ institution, term }: Term, after: string, limit: number): Promise<string[]> {
    const { $gt, $lt } = keysIn(institution, term);
    const found = await this.#connection.use(({ sections }) =>
      sections
        .find(
          { _id: { $gt: after > $gt ? after : $gt, $lt }, version: { $gt: 0 } },
          { projection: { _id: 1 }, batchSize: ONE_BATCH },
        )
        .sort({ _id: 1 })
        .limit(limit)
        .toArray(),
    );
    return found.map(({ _id }) => _id);
  }

  async markCleared({ institution, term }: Term): Promise<void> {
    await this.#connection.use(({ terms }) =>
      terms.updateOne({ _id: idOf(institution, term) }, { $set: { cleared: true } }),
    );
  }

  /** Marks the term as over and takes the lease to end its watches. false: another process has it. */
  async #begin({ terms }: Collections, institution: string, term: string): Promise<boolean> {
    const now = new Date(this.#connection.now());
    const _id = idOf(institution, term);
    await terms.updateOne({ _id }, { $setOnInsert: { institution, term } }, { upsert: true });
    await terms.updateOne({ _id, overAt: { $exists: false } }, { $set: { overAt: now, cleared: false } });
    const { matchedCount } = await terms.updateOne(
      { _id, $or: [{ endingUntil: { $exists: false } }, { endingUntil: { $lte: now } }] },
      { $set: { endingUntil: new Date(now.getTime() + ENDING_MS) } },
    );
    return matchedCount === 1;
  }
}
