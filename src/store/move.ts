/** Moving everything durable from one store to another, page by page, and comparing the two. */
import { createHash } from 'node:crypto';
import { storeError } from './errors.ts';
import type { ArchiveKind, ArchivePage, ArchiveStore } from './archive.ts';

/** How many records there are, and the SHA-256 of them all in the order of their keys. */
export interface Tally {
  count: number;
  hash: string;
}

/** How far a kind has been moved: `after` is the key of the last of `count` records. */
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
 * How far `target` holds what `source` does, without a gap. That it may hold nothing else is what tells a move that
 * broke off from a store with a life of its own: rejects with PMC_TARGET_NOT_EMPTY when a record of it is not in
 * `source`, or reads otherwise there.
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
    // Of a page that something was left out of, the last key may be that of what was left out.
    if (!gap && records.length === PAGE) progress = { count, after: next };
  }
  return progress;
}

/** Moves what comes after `from`, and tells how many records are moved with each page. */
export async function move<Kind extends ArchiveKind>(
  source: ArchiveStore,
  target: ArchiveStore,
  kind: Kind,
  from: Progress,
  told: (count: number) => void,
): Promise<void> {
  let { count } = from;
  for await (const { records } of pagesOf(source, kind, from.after)) {
    await target.add(kind, records);
    count += records.length;
    told(count);
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

/** A record as JSON, the same whatever the order of its fields. */
function textOf(record: object): string {
  return JSON.stringify(record, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}
