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
import { ONE_BATCH } from './bulk.ts';
import type { Connection } from './connection.ts';
import type { SectionDocument } from './documents.ts';
import { escaped } from './section-search.ts';

type Match = Filter<SectionDocument>;

const FILTERS: Record<SectionFilter, (before: string) => Match> = {
  watched: () => ({ watched: true }),
  unseen: (before) => ({ watched: true, $or: [{ state: null }, { 'state.checkedAt': { $lt: before } }] }),
  failing: () => ({ $or: [{ failures: { $gt: 0 } }, { unknown: true }] }),
  cancelled: () => ({ unknown: false, 'state.status': 'cancelled' }),
};

/** A section without a state sorts before all others. */
const SORTS: Record<SectionSort, { order: Sort; behind: (place: SectionPlace) => Match }> = {
  section: { order: { _id: 1 }, behind: ({ id }) => ({ _id: { $gt: id } }) },
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
    const before = new Date(this.#connection.now() - unseenMs).toISOString();
    const { order, behind } = SORTS[sort];
    const parts: Match[] = [
      { institution, ...(term !== null && { term }) },
      ...typedWords(text).map((word): Match => ({ words: { $regex: `^${escaped(word)}` } })),
      ...(filter === null ? [] : [FILTERS[filter](before)]),
      ...(after === null ? [] : [behind(after)]),
    ];
    const rows = await this.#connection.use(({ sections }) =>
      sections.find({ $and: parts }, { batchSize: ONE_BATCH }).sort(order).limit(limit).toArray(),
    );
    return rows.map(listed);
  }
}

function listed({ _id: section, state, unknown, watched, watches, failures, missingSince, dueAt }: SectionDocument) {
  return {
    section,
    status: state === null ? null : unknown ? ('unknown' as const) : state.status,
    subject: state?.subject ?? null,
    catalogNumber: state?.catalogNumber ?? null,
    title: state?.title ?? null,
    checkedAt: state?.checkedAt ?? null,
    watchers: watches ?? Number(watched),
    failures,
    missingSince: missingSince?.toISOString() ?? null,
    dueAt: watched ? dueAt.toISOString() : null,
  };
}
