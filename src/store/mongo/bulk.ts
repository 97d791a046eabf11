/** Writes and reads many documents with few commands. */
import type {
  AnyBulkWriteOperation,
  Collection,
  Document,
  Filter,
  OptionalUnlessRequiredId,
  WriteError,
} from 'mongodb';
import { MongoBulkWriteError, MongoServerError } from 'mongodb';
import { reasonOf } from '../../runtime/index.ts';
import { isFault, isFaultCode } from './driver-error.ts';

/** How many ids one `$in` may have. */
const CHUNK = 500;

/** A batch size larger than any result, so that the first batch has as much as fits into a message. */
export const ONE_BATCH = 100_000;

export const DUPLICATE_KEY = 11_000;

export function chunksOf<Item>(items: readonly Item[]): Item[][] {
  return Array.from({ length: Math.ceil(items.length / CHUNK) }, (_, index) =>
    items.slice(index * CHUNK, (index + 1) * CHUNK),
  );
}

/** The documents whose `field` is one of `values`, with only `_id` and the `wanted` fields. */
export async function findAmong<Found extends Document>(
  collection: Collection<Found>,
  field: keyof Found & string,
  values: readonly string[],
  wanted: readonly (keyof Found & string)[],
): Promise<Found[]> {
  const found: Found[] = [];
  const projection = Object.fromEntries(wanted.map((name) => [name, 1]));
  for (const chunk of chunksOf(values)) {
    const filter = { [field]: { $in: chunk } } as Filter<Found>;
    found.push(
      ...(await collection
        .find<Found>(filter, { projection: { _id: 1, ...projection }, batchSize: ONE_BATCH })
        .toArray()),
    );
  }
  return found;
}

/** Which of these `_id`s exist. */
export async function idsAmong<Found extends Document & { _id: string }>(
  collection: Collection<Found>,
  ids: readonly string[],
): Promise<Set<string>> {
  return new Set((await findAmong(collection, '_id', [...new Set(ids)], [])).map(({ _id }) => _id));
}

/** Inserts the documents that do not exist yet. Returns how many. */
export async function insertMissing<Row extends Document>(
  collection: Collection<Row>,
  rows: NoInfer<OptionalUnlessRequiredId<Row>>[],
): Promise<number> {
  return rows.length === 0 ? 0 : await ignoringDuplicates(collection.insertMany(rows, { ordered: false }));
}

/** Waits for an unordered write and ignores documents that exist already. Returns how many were inserted. */
export async function ignoringDuplicates(write: Promise<{ insertedCount: number }>): Promise<number> {
  try {
    return (await write).insertedCount;
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    return error.insertedCount;
  }
}

/**
 * Runs unordered writes and ignores duplicates. Returns the writes that the server rejected because of their values, by
 * index, with the reason. All others are done. When the driver itself cannot send one of the writes, some are done
 * twice, so they must be idempotent.
 */
export async function writeEach<Row extends Document>(
  collection: Collection<Row>,
  writes: readonly AnyBulkWriteOperation<Row>[],
): Promise<Map<number, string>> {
  try {
    if (writes.length > 0) await collection.bulkWrite([...writes], { ordered: false });
    return new Map();
  } catch (error) {
    if (error instanceof MongoBulkWriteError && error.result.getWriteConcernError() === undefined) {
      const all = errorsOf(error);
      const errors = all.filter(({ code }) => code !== DUPLICATE_KEY);
      // Without any, the server rejected the whole command.
      if (all.length > 0 && errors.every(({ code }) => isFaultCode(code)))
        return new Map(errors.map(({ index, errmsg = '' }) => [index, errmsg]));
    }
    if (error instanceof MongoBulkWriteError || !isFault(error)) throw error;
    // The error does not say which write it is, so try the halves.
    if (writes.length === 1) return new Map([[0, reasonOf(error)]]);
    const half = Math.ceil(writes.length / 2);
    const first = await writeEach(collection, writes.slice(0, half));
    const second = await writeEach(collection, writes.slice(half));
    return new Map([...first, ...[...second].map(([index, reason]): [number, string] => [half + index, reason])]);
  }
}

/** Waits for a write of one document. A unique index that forbids it gives `duplicate`. */
export async function unlessDuplicate<Result>(write: Promise<Result>): Promise<Result | 'duplicate'> {
  try {
    return await write;
  } catch (error) {
    if (error instanceof MongoServerError && error.code === DUPLICATE_KEY) return 'duplicate';
    throw error;
  }
}

/** Whether a bulk write failed only because of duplicate keys. */
export function isDuplicate(error: unknown): error is MongoBulkWriteError {
  if (!(error instanceof MongoBulkWriteError) || error.result.getWriteConcernError() !== undefined) return false;
  const errors = errorsOf(error);
  return errors.length > 0 && errors.every(({ code }) => code === DUPLICATE_KEY);
}

function errorsOf({ writeErrors }: MongoBulkWriteError): WriteError[] {
  return [writeErrors].flat();
}
