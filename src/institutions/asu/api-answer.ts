/**
 * Reads an answer of the search API, whole or as `reducePage` has reduced it. An answer is complete only if it has as
 * many rows as it counts. A row that cannot be read makes only its own class unsure.
 */
import { isDeepStrictEqual } from 'node:util';
import type { SeenSection } from '../../domain/section.ts';
import type { LookRequest, Reading, UnsureRow } from '../institution.ts';
import { readRow } from './api-row.ts';
import type { ApiRow } from './api-row.ts';
import { sortMeetings } from './meetings.ts';
import { isRecord } from './text.ts';

/** One page of an answer: up to 200 rows, and the number of rows of all pages. */
export interface ApiPage {
  rows: unknown[];
  total: number;
}

/** How many rows a page has, and how many it says that all pages have. */
export interface PageCounts {
  rows: number;
  total: number;
}

/** Parses the body of one page: `{ classes: […], total: { value } }`; undefined: it is something else. */
export function openPage(body: string): ApiPage | undefined {
  let content: unknown;
  try {
    content = JSON.parse(body);
  } catch {
    return undefined; // a login page, or a truncated page: the caller reports it
  }
  if (!isRecord(content) || !Array.isArray(content['classes']) || !isRecord(content['total'])) return undefined;
  const total = content['total']['value'];
  if (typeof total !== 'number' || !Number.isInteger(total) || total < 0) return undefined;
  return { rows: content['classes'], total };
}

/** undefined: it is not a page of an answer. */
export function countsOf(page: ApiPage | undefined): PageCounts | undefined {
  return page && { rows: page.rows.length, total: page.total };
}

/** Why these pages are not the complete answer; undefined: they are. For keywords the first page is enough. */
export function gapOf(request: LookRequest, pages: (PageCounts | undefined)[]): string | undefined {
  if (pages.length === 0) return 'the answer has no page';
  let rows = 0;
  for (const [index, page] of pages.entries()) {
    if (page === undefined) return `page ${index + 1} is not a search result`;
    if (page.total !== pages[0]!.total)
      return `page ${index + 1} counts ${page.total} rows, the first ${pages[0]!.total}`;
    rows += page.rows;
  }
  const { total } = pages[0]!;
  if (rows > total) return `${rows} rows arrived, but the answer counts ${total}`;
  if (rows < total && (request.by !== 'keywords' || rows === 0)) return `${rows} of ${total} rows arrived`;
  return undefined;
}

/**
 * Reads the bodies of all pages. A class with several rows (one per meeting) becomes one section, which is unsure if
 * one of its rows is.
 */
export function readApiAnswer(request: LookRequest, bodies: string[]): Reading {
  const pages = bodies.map(openPage);
  const gap = gapOf(request, pages.map(countsOf));
  if (gap !== undefined) return { outcome: 'unrecognised', reason: gap };
  const rows = pages.flatMap((page) => page?.rows ?? []).map(readRow);
  const named = rows.filter((row) => typeof row !== 'string');
  const nameless = rows
    .filter((row) => typeof row === 'string')
    .map((reason): UnsureRow => ({ classNumber: null, reason }));
  if (named.length === 0 && nameless.length > 0)
    return { outcome: 'unrecognised', reason: `no row can be identified; the first: ${nameless[0]!.reason}` };
  return merge(named, nameless, request.term);
}

function merge(rows: ApiRow[], nameless: UnsureRow[], term: string): Reading {
  const read = new Map<string, SeenSection | UnsureRow>();
  const numbers = new Set<string>();
  for (const row of rows) {
    const key = `${row.term ?? term}/${row.classNumber}`;
    // If a row occurs twice, another one that was counted is missing.
    if (numbers.size === numbers.add(`${key}/${row.meetingNumber}`).size)
      return { outcome: 'unrecognised', reason: `class ${key} occurs twice` };
    read.set(
      key,
      join(read.get(key), typeof row.read === 'string' ? { classNumber: row.classNumber, reason: row.read } : row.read),
    );
  }
  const sections = [...read.values()].filter((each): each is SeenSection => !isUnsure(each));
  // A row of another term belongs to no requested section.
  const unsure = [...read]
    .filter(([key]) => key.startsWith(`${term}/`))
    .map(([, each]) => each)
    .filter(isUnsure);
  return { outcome: 'complete', sections, unsure: [...unsure, ...nameless] };
}

function isUnsure(read: SeenSection | UnsureRow): read is UnsureRow {
  return 'reason' in read;
}

/** Joins two rows of one class. */
function join(first: SeenSection | UnsureRow | undefined, second: SeenSection | UnsureRow): SeenSection | UnsureRow {
  if (first === undefined || isUnsure(second)) return second;
  if (isUnsure(first)) return first;
  for (const what of ['seats', 'waitlist', 'cancelled'] as const) {
    if (!isDeepStrictEqual(first[what], second[what]))
      return { classNumber: first.classNumber, reason: `its rows disagree on ${what}` };
  }
  return {
    ...first,
    instructors: first.instructors && second.instructors && [...new Set([...first.instructors, ...second.instructors])],
    meetings: first.meetings && second.meetings && sortMeetings([...first.meetings, ...second.meetings]),
  };
}
