/** Sections for operators, in MongoDB. */
import type { Filter, Sort } from 'mongodb';
import { typedWords } from '../../domain/search.ts';
import type {
  ListedSection,
  SectionFilter,
  SectionPlace,
  SectionQuery,
  SectionSort,
  SectionTableStore,
} from '../section-table.ts';
import { OPENINGS_MS } from '../section-table.ts';
import { chunksOf, ONE_BATCH } from './bulk.ts';
import type { Connection } from './connection.ts';
import type { Collections, SectionDocument } from './documents.ts';
import { escaped } from './section-search.ts';

type Match = Filter<SectionDocument>;

const FILTERS: Record<SectionFilter, (before: string) => Match> = {
  watched: () => ({ watched: true }),
  unseen: (before) => ({ watched: true, $or: [{ state: null }, { 'state.checkedAt': { $lt: before } }] }),
  failing: () => ({ $or: [{ failures: { $gt: 0 } }, { unknown: true }] }),
  cancelled: () => ({ unknown: false, 'state.status': 'cancelled' }),
};

/** A section without a state sorts before all others. */
const SORTS: Record<Exclude<SectionSort, 'openings'>, { order: Sort; behind: (place: SectionPlace) => Match }> = {
  section: { order: { _id: 1 }, behind: ({ id }) => ({ _id: { $gt: id } }) },
  subject: {
    order: { course: 1, _id: 1 },
    behind: ({ key, id }) => ({ $or: [{ course: { $gt: String(key) } }, { course: String(key), _id: { $gt: id } }] }),
  },
  watchers: {
    order: { watches: -1, _id: -1 },
    behind: ({ key, id }) => ({ $or: [{ watches: { $lt: Number(key) } }, { watches: Number(key), _id: { $lt: id } }] }),
  },
  unseen: {
    order: { 'state.checkedAt': 1, _id: 1 },
    behind: ({ key, id }) =>
      key === ''
        ? { $or: [{ state: null, _id: { $gt: id } }, { state: { $ne: null } }] }
        : { $or: [{ 'state.checkedAt': { $gt: String(key) } }, { 'state.checkedAt': String(key), _id: { $gt: id } }] },
  },
};

export class MongoSectionTable implements SectionTableStore {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async page({
    institution,
    term,
    text,
    filter,
    unseenMs,
    sort,
    after,
    limit,
  }: SectionQuery): Promise<ListedSection[]> {
    const now = this.#connection.now();
    const before = new Date(now - unseenMs).toISOString();
    const since = new Date(now - OPENINGS_MS).toISOString();
    const parts: Match[] = [
      { institution, ...(term !== null && { term }) },
      ...typedWords(text).map((word): Match => ({ words: { $regex: `^${escaped(word)}` } })),
      ...(filter === null ? [] : [FILTERS[filter](before)]),
    ];
    return await this.#connection.use(async (collections) => {
      if (sort === 'openings') return await mostOpenings(collections, { parts, institution, since, after, limit });
      const { order, behind } = SORTS[sort];
      if (after !== null) parts.push(behind(after));
      const rows = await collections.sections
        .find({ $and: parts }, { batchSize: ONE_BATCH })
        .sort(order)
        .limit(limit)
        .toArray();
      const ids = rows.map(({ _id }) => _id);
      const openings = new Map<string, number>();
      for (const chunk of chunksOf(ids))
        for (const [id, count] of await countOpenings(collections, { $in: chunk }, since)) openings.set(id, count);
      return rows.map((row) => listed(row, openings));
    });
  }
}

interface Opened {
  parts: Match[];
  institution: string;
  since: string;
  after: SectionPlace | null;
  limit: number;
}

/** Those with openings by their counts, of which there are few, and then the others. */
async function mostOpenings(
  collections: Collections,
  { parts, institution, since, after, limit }: Opened,
): Promise<ListedSection[]> {
  const { sections } = collections;
  // `0` is the character after the slash.
  const openings = await countOpenings(collections, { $gt: `${institution}/`, $lt: `${institution}0` }, since);
  const place = { count: Number(after?.key ?? Infinity), id: after?.id ?? '' };
  const rank = (id: string, other: string): number => openings.get(other)! - openings.get(id)! || (id < other ? 1 : -1);
  const ranked = [...openings.keys()].toSorted(rank).filter((id) => {
    const count = openings.get(id)!;
    return count < place.count || (count === place.count && id < place.id);
  });
  const found: SectionDocument[] = [];
  for (const chunk of chunksOf(ranked)) {
    if (found.length >= limit) break;
    const rows = await sections.find({ $and: [...parts, { _id: { $in: chunk } }] }, { batchSize: ONE_BATCH }).toArray();
    found.push(...rows.toSorted(({ _id: id }, { _id: other }) => rank(id, other)));
  }
  if (found.length < limit) {
    const below = place.count === 0 ? [{ _id: { $lt: place.id } }] : [];
    for await (const row of sections.find({ $and: [...parts, ...below] }).sort({ _id: -1 })) {
      if (openings.has(row._id)) continue;
      found.push(row);
      if (found.length >= limit) break;
    }
  }
  return found.slice(0, limit).map((row) => listed(row, openings));
}

/** Counts in an index. Sections that have not opened are left out. */
async function countOpenings(
  { changes }: Collections,
  section: { $in: string[] } | { $gt: string; $lt: string },
  since: string,
): Promise<Map<string, number>> {
  const counts = changes.aggregate<{ _id: string; openings: number }>(
    [
      { $match: { section, 'change.kind': 'opened', 'change.detectedAt': { $gt: since } } },
      { $group: { _id: '$section', openings: { $sum: 1 } } },
    ],
    { batchSize: ONE_BATCH },
  );
  return new Map((await counts.toArray()).map(({ _id, openings }) => [_id, openings]));
}

function listed(
  { _id: section, state, unknown, watched, watches, failures, missingSince, dueAt }: SectionDocument,
  openings: ReadonlyMap<string, number>,
): ListedSection {
  return {
    section,
    status: state === null ? null : unknown ? ('unknown' as const) : state.status,
    subject: state?.subject ?? null,
    catalogNumber: state?.catalogNumber ?? null,
    title: state?.title ?? null,
    checkedAt: state?.checkedAt ?? null,
    watchers: watches ?? Number(watched),
    openings: openings.get(section) ?? 0,
    failures,
    missingSince: missingSince?.toISOString() ?? null,
    dueAt: watched ? dueAt.toISOString() : null,
  };
}
