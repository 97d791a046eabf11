/** Moves all durable data from one store to another, page by page, and compares the two. */
import { createHash } from 'node:crypto';
import { storeError } from './errors.ts';
import type { ArchiveKind, ArchivePage, ArchiveStore } from './archive.ts';

/** The number of records, and the SHA-256 of all of them in the order of their keys. */
export interface Tally {
  count: number;
  hash: string;
}

/** How far a kind has been moved: `count` records, and `after` is the key of the last one. */
export interface Progress {
  count: number;
  after: string | null;
}

const PAGE = 500;

export async function tallyOf(archive: ArchiveStore, kind: ArchiveKind): Promise<Tally> {
  const hash = createHash('sha256');
  let count = 0;
  for await (const { records } of pagesOf(archive, kind)) {
    for (const record of records) hash.update(`${textOf(record)}\n`);
    count += records.length;
  }
  return { count, hash: hash.digest('hex') };
}

/**
 * How far `target` holds the records of `source` without a gap. Rejects with PMC_TARGET_NOT_EMPTY when a record of the
 * target is missing or different in `source`: then the target is a store in use, not an interrupted move.
 */
export async function progressOf(source: ArchiveStore, target: ArchiveStore, kind: ArchiveKind): Promise<Progress> {
  const theirs = textsOf(source, kind);
  let progress: Progress = { count: 0, after: null };
  let gap = false;
  let count = 0;
  for await (const { records, next } of pagesOf(target, kind)) {
    for (const text of records.map(textOf)) {
      for (let found = await theirs.next(); found.value !== text; found = await theirs.next()) {
        if (found.done === true) throw storeError('PMC_TARGET_NOT_EMPTY', { kind });
        gap = true;
      }
    }
    count += records.length;
    // The key of a shorter page may belong to a record that was left out.
    if (!gap && records.length === PAGE) progress = { count, after: next };
  }
  return progress;
}

/** Moves the records after `from`. Calls `onProgress` after each page with the number of records moved so far. */
export async function move<Kind extends ArchiveKind>(
  source: ArchiveStore,
  target: ArchiveStore,
  kind: Kind,
  from: Progress,
  onProgress: (count: number) => void,
): Promise<void> {
  let { count } = from;
  for await (const { records } of pagesOf(source, kind, from.after)) {
    await target.add(kind, records);
    count += records.length;
    onProgress(count);
  }
}

async function* pagesOf<Kind extends ArchiveKind>(
  archive: ArchiveStore,
  kind: Kind,
  after: string | null = null,
): AsyncGenerator<ArchivePage<Kind>, void> {
  let page: ArchivePage<Kind> = { records: [], next: after };
  do {
    page = await archive.page(kind, page.next, PAGE);
    yield page;
  } while (page.next !== null);
}

async function* textsOf(archive: ArchiveStore, kind: ArchiveKind): AsyncGenerator<string, void> {
  for await (const { records } of pagesOf(archive, kind)) yield* records.map(textOf);
}

/** A record as JSON, independent of the order of its fields. */
function textOf(record: object): string {
  return JSON.stringify(record, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}
