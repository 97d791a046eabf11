/** Sections in MongoDB. */
import type { SectionState } from '../../domain/section.ts';
import type { KnownCourse, SectionsFound } from '../found.ts';
import type {
  ClaimedSection,
  KnownSection,
  ClaimWhat,
  CommitResult,
  SectionCommit,
  SectionStore,
} from '../sections.ts';
import { ownersOf, RENEWED_BELOW } from '../sections.ts';
import type { SubjectSize, Watched } from '../watched.ts';
import { chunksOf, findAmong, ONE_BATCH } from './bulk.ts';
import type { ChangeOrder } from './change-order.ts';
import type { Connection } from './connection.ts';
import type { SectionDocument } from './documents.ts';
import { NEVER } from './instants.ts';
import { forgetSection } from './forget.ts';
import { claimSections, knownSections } from './section-claim.ts';
import { commitSections } from './section-commit.ts';
import { publicState } from './section-document.ts';
import { knownCourses, searchOf } from './section-search.ts';
import { subjectSizes } from './subject-sizes.ts';
import { TOUCHED } from './touches.ts';
import { WatchedReader } from './watched.ts';

export class MongoSections implements SectionStore {
  readonly #connection: Connection;
  readonly #order: ChangeOrder;
  readonly #watched = new WatchedReader();

  constructor(connection: Connection, order: ChangeOrder) {
    this.#connection = connection;
    this.#order = order;
  }

  async claim(institution: string, what: ClaimWhat, owner: string, leaseMs: number): Promise<ClaimedSection[]> {
    return await this.#connection.use((collections) =>
      claimSections(collections, institution, what, owner, leaseMs, this.#connection.now()),
    );
  }

  async renew(owner: string, leaseMs: number): Promise<number> {
    const now = this.#connection.now();
    const leaseUntil = new Date(now + leaseMs);
    return await this.#connection.use(
      async ({ sections }) =>
        (
          await sections.updateMany(
            { leaseOwner: owner, leaseUntil: { $gt: new Date(now), $lt: new Date(now + RENEWED_BELOW * leaseMs) } },
            { $set: { leaseUntil } },
          )
        ).matchedCount,
    );
  }

  async release(owner: string, keys: string[], dueInMs: number): Promise<void> {
    const dueAt = dueInMs === 0 ? '$dueAt' : new Date(this.#connection.now() + dueInMs);
    await this.#connection.use(async ({ sections }) => {
      for (const chunk of chunksOf(keys)) {
        await sections.updateMany({ _id: { $in: chunk }, leaseOwner: owner }, [
          { $set: { dueAt, leaseUntil: NEVER, ...(dueInMs !== 0 && TOUCHED) } },
          { $unset: ['leaseOwner', 'claim'] },
        ]);
        await sections.deleteMany({ _id: { $in: chunk }, leaseUntil: NEVER, version: 0, followed: false });
      }
    });
  }

  async releaseAll(owner: string): Promise<void> {
    const held = await this.#connection.use(({ sections }) =>
      sections.find({ leaseOwner: owner }, { projection: { _id: 1 }, batchSize: ONE_BATCH }).toArray(),
    );
    await this.release(
      owner,
      held.map(({ _id }) => _id),
      0,
    );
  }

  async releaseNode(node: string): Promise<void> {
    const [$gte, $lte] = ownersOf(node);
    const held = await this.#connection.use(({ sections }) =>
      sections.find({ leaseOwner: { $gte, $lte } }, { projection: { leaseOwner: 1 }, batchSize: ONE_BATCH }).toArray(),
    );
    for (const owner of new Set(held.map(({ leaseOwner }) => leaseOwner))) await this.releaseAll(owner!);
  }

  async commit(owner: string, commits: SectionCommit[]): Promise<CommitResult> {
    return await this.#connection.use((collections) =>
      commitSections(collections, this.#order, owner, commits, this.#connection.now()),
    );
  }

  async forget(owner: string, section: string): Promise<number> {
    return await this.#connection.use((collections) =>
      forgetSection(collections, owner, section, this.#connection.now()),
    );
  }

  async known(keys: string[]): Promise<KnownSection[]> {
    return await this.#connection.use((collections) => knownSections(collections, keys, this.#connection.now()));
  }

  async state(section: string): Promise<SectionState | undefined> {
    return (await this.states([section]))[0];
  }

  async states(keys: string[]): Promise<SectionState[]> {
    return await this.#connection.use(async ({ sections }) =>
      statesOf(await findAmong(sections, '_id', [...new Set(keys)], ['state', 'unknown'])),
    );
  }

  async page(after: string | null, limit: number): Promise<SectionState[]> {
    return await this.#connection.use(async ({ sections, terms }) => {
      const over = await terms
        .find({ overAt: { $exists: true } }, { projection: { _id: 0, institution: 1, term: 1 } })
        .toArray();
      const found = await sections
        .find(
          {
            _id: { $gt: after ?? '' },
            version: { $gt: 0 },
            ...(over.length > 0 && { $nor: over.map(({ institution, term }) => ({ institution, term })) }),
          },
          { projection: { state: 1, unknown: 1 }, batchSize: ONE_BATCH },
        )
        .sort({ _id: 1 })
        .limit(limit)
        .toArray();
      return statesOf(found);
    });
  }

  async search(institution: string, term: string | null, texts: string[], limit: number): Promise<SectionsFound> {
    const search = searchOf(institution, term, texts, limit);
    if (search === undefined) return { sections: [], total: 0 };
    return await this.#connection.use(async ({ sectionLookups }) => {
      const [found, total] = await Promise.all([
        sectionLookups.aggregate<SectionDocument>(search.pipeline).toArray(),
        sectionLookups.countDocuments(search.match),
      ]);
      return { sections: statesOf(found), total };
    });
  }

  async courses(institution: string, term: string): Promise<KnownCourse[]> {
    return await this.#connection.use((collections) => knownCourses(collections, institution, term));
  }

  async makeDue(institution: string): Promise<number> {
    const now = new Date(this.#connection.now());
    return await this.#connection.use(
      async ({ sections }) =>
        (
          await sections.updateMany({ institution, watched: true }, [
            {
              $set: {
                dueAt: { $min: ['$dueAt', now] },
                demand: { $add: [{ $ifNull: ['$demand', 0] }, 1] },
                ...TOUCHED,
              },
            },
          ])
        ).matchedCount,
    );
  }

  async countWatched(institution: string): Promise<number> {
    return await this.#connection.use(({ sections }) => sections.countDocuments({ institution, watched: true }));
  }

  async watchers(keys: string[]): Promise<{ section: string; watchers: number }[]> {
    const found = await this.#connection.use(({ sections }) =>
      findAmong(sections, '_id', keys, ['watched', 'watches']),
    );
    return found.map(({ _id, watched, watches }) => ({ section: _id, watchers: watches ?? Number(watched) }));
  }

  async watched(institution: string, since: string | null): Promise<Watched> {
    return await this.#connection.use((collections) =>
      this.#watched.read(collections, institution, since, this.#connection.now()),
    );
  }

  async knownPerSubject(institution: string): Promise<SubjectSize[]> {
    return await this.#connection.use((collections) => subjectSizes(collections, institution));
  }
}

function statesOf(documents: Pick<SectionDocument, '_id' | 'state' | 'unknown'>[]): SectionState[] {
  return documents.map(publicState).filter((state) => state !== undefined);
}
