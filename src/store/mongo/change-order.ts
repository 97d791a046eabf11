/**
 * The one order of changes, which all processes append to without a lock. A change's number is unique, and nobody
 * writes a number whose predecessor is not there: who finds it taken reads the newest one and tries again. So a reader
 * that has seen a number will never see a lower one appear, and what is appended twice keeps its first place.
 */
import type { Change } from '../../domain/change.ts';
import { findAmong, isDuplicate } from './bulk.ts';
import type { ChangeDocument, Collections } from './documents.ts';

export class ChangeOrder {
  /** The newest number this process knows: a guess that saves a query, corrected when it is old. */
  #newest: number | undefined;

  /** The number of each change, by id, also of those that somebody else has appended. */
  async append(
    { changes }: Pick<Collections, 'changes'>,
    added: Omit<ChangeDocument, 'cursor'>[],
  ): Promise<Map<string, number>> {
    const places = new Map<string, number>();
    let left = added;
    while (left.length > 0) {
      const newest = this.#newest ?? (await newestCursor({ changes }));
      this.#newest = undefined;
      const documents = left.map((change, index) => ({ ...change, cursor: newest + 1 + index }));
      try {
        await changes.insertMany(documents, { ordered: true });
        for (const { _id, cursor } of documents) places.set(_id, cursor);
        this.#newest = newest + documents.length;
        left = [];
      } catch (error) {
        if (!isDuplicate(error)) throw error;
        for (const { _id, cursor } of await findAmong(
          changes,
          '_id',
          left.map(({ _id }) => _id),
          ['cursor'],
        ))
          places.set(_id, cursor);
        left = left.filter(({ _id }) => !places.has(_id));
      }
    }
    return places;
  }
}

/**
 * The number of the newest change there ever was; 0: none. What could still be rolled back does not count: its number
 * could be given again.
 */
export async function newestCursor({ changes }: Pick<Collections, 'changes'>): Promise<number> {
  const [newest] = await changes
    .find({ cursor: { $gt: 0 } }, { projection: { cursor: 1 }, readConcern: 'majority' })
    .sort({ cursor: -1 })
    .limit(1)
    .toArray();
  return newest?.cursor ?? 0;
}

/** As documents; of a version all are given. */
export function newChanges(changes: readonly Change[]): Omit<ChangeDocument, 'cursor'>[] {
  const sizes = sizesOf(changes);
  return changes.map((change) => ({
    _id: change.id,
    section: change.section,
    change,
    of: sizes.get(versionOf(change))!,
    toFanOut: true,
    toPublish: true,
  }));
}

/** How many of the changes each version has. */
export function sizesOf(changes: readonly Change[]): Map<string, number> {
  const sizes = new Map<string, number>();
  for (const change of changes) sizes.set(versionOf(change), (sizes.get(versionOf(change)) ?? 0) + 1);
  return sizes;
}

/** Names what one observation gave: the changes of one version of a section, which are told together. */
export function versionOf({ section, version }: Change): string {
  return `${section}#${version}`;
}
