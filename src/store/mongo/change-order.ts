/**
 * The one order of changes, to which all processes append without a lock. A change's number is unique, and a process
 * writes a number only when its predecessor exists. If the number is taken, the process reads the newest one and tries
 * again. So a reader that has seen a number never sees a lower one appear later, and a change that is appended twice
 * keeps its first number.
 */
import type { Change } from '../../domain/change.ts';
import { findAmong, isDuplicate } from './bulk.ts';
import type { ChangeDocument, Collections } from './documents.ts';

export class ChangeOrder {
  /** The newest number this process knows. It saves a query, and is read again when it is out of date. */
  #newest: number | undefined;

  /** Appends changes. Returns the number of each by id, also of those that another process has appended. */
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
 * The number of the newest change ever made; 0: there was none. Changes that could still be rolled back do not count,
 * because their numbers could be used again.
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

/** The id of the version a change belongs to: `asu/2267/66445#8`. The changes of one version go into one message. */
export function versionOf({ section, version }: Change): string {
  return `${section}#${version}`;
}

/** The version in a change's id: `asu/2267/66445#8` in `asu/2267/66445#8:opened`. */
export function versionIn(changeId: string): string {
  return changeId.slice(0, changeId.lastIndexOf(':'));
}
