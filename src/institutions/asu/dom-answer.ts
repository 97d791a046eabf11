/** Recognises what the class-search page showed: a settled list, surely no classes, or nothing that can be relied on. */
import { Value } from 'typebox/value';
import type { Seats, SeenSection } from '../../domain/section.ts';
import { countSeats } from '../../domain/section.ts';
import type { LookRequest, Reading, UnsureRow } from '../institution.ts';
import { toInstructors } from './instructors.ts';
import { toMeetings } from './meetings.ts';
import { ShownPage } from './shown-page.ts';
import type { ShownRow } from './shown-page.ts';
import { cleanText, toInteger } from './text.ts';

/** "7 of 150 open seats", or "38 of 60" where some of the seats left are reserved for groups. */
const SEATS = /^(-?\d{1,6}) of (\d{1,6})( open seats?)?$/i;
/** "CSE 310", and catalogue numbers with letters. */
const COURSE = /^([A-Za-z]{2,4}) ?(\w{1,8})$/;
/** "66445", or behind the section number as in "1011-(66445)". */
const CLASS_NUMBER = /^(?:\w+-)?\(?(\d{1,10})\)?$/;
const RESERVED_COLUMN = /^reserved available seats$/i;
/** The last row of the table. Its words hold the name of the column: never search for a part of either. */
const NON_RESERVED = /^non reserved available seats: ?(-?\d{1,6})$/i;

/** Reads a page. What it does not show (the waitlist) is null; the term is the one that was asked for. */
export function readDomAnswer(request: LookRequest, page: unknown): Reading {
  if (!Value.Check(ShownPage, page)) return unrecognised('what the page reader returned has another shape');
  const { list, noClasses, loading, failedCalls, announced, rows } = page;
  if (loading) return unrecognised(`the page is still loading (${rows.length} rows so far)`);
  if (failedCalls > 0) return unrecognised(`${failedCalls} calls of the page failed, so it may show less than there is`);
  if (noClasses && rows.length === 0 && (announced ?? 0) === 0) return { outcome: 'complete', sections: [], unsure: [] };
  if (!list || rows.length === 0) return unrecognised(`the page shows no list of classes; its title is "${cleanText(page.title)}"`);
  if (announced !== null && announced !== rows.length) return unrecognised(`the page shows ${rows.length} of ${announced} rows`);
  const sections: SeenSection[] = [];
  const unsure: UnsureRow[] = [];
  const numbers = new Set<string>();
  for (const row of rows) {
    const classNumber = CLASS_NUMBER.exec(textOf(row, 'number'))?.[1] ?? null;
    if (classNumber !== null && numbers.size === numbers.add(classNumber).size) return unrecognised(`class ${classNumber} is shown twice`);
    const read = classNumber === null ? 'it has no class number' : readRow(request.term, classNumber, row);
    if (typeof read === 'string') unsure.push({ classNumber, reason: read });
    else sections.push(read);
  }
  if (numbers.size === 0) return unrecognised(`no row of it can be told, as the first: ${unsure[0]!.reason}`);
  return { outcome: 'complete', sections, unsure };
}

function unrecognised(reason: string): Reading {
  return { outcome: 'unrecognised', reason };
}

function textOf(row: ShownRow, cell: string): string {
  return cleanText(row.cells[cell]?.join(' '));
}

/** Returns why not, when the row is none we know how to read. */
function readRow(term: string, classNumber: string, row: ShownRow): SeenSection | string {
  const course = COURSE.exec(textOf(row, 'course'));
  if (course === null) return 'it has no course';
  const seats = readSeats(textOf(row, 'seats'), row);
  if (typeof seats === 'string') return seats;
  return {
    term, classNumber, subject: course[1]!, catalogNumber: course[2]!, title: textOf(row, 'title'),
    instructors: toInstructors(row.cells['instructor']), meetings: readMeetings(row), seats, waitlist: null, cancelled: false,
  };
}

function readSeats(text: string, row: ShownRow): Seats | string {
  const match = SEATS.exec(text);
  if (match === null) return `its seats are shown as "${text}"`;
  const [available, capacity, allOpen] = [Number(match[1]), Number(match[2]), match[3] !== undefined];
  if (!allOpen && !row.opened) return 'its details did not open, so its reserved seats are not known';
  const reserved = allOpen || row.reservedTable === null ? 0 : sumReserved(row.reservedTable, available);
  return reserved === undefined ? 'its table of reserved seats cannot be read' : countSeats(capacity, capacity - available, reserved);
}

/** Σ max(0, seats left) over the groups; undefined when the table is another one, or promises less than the sum leaves open. */
function sumReserved(table: string[][], available: number): number | undefined {
  const [header, ...lines] = table.map((line) => line.map(cleanText));
  const column = header?.findIndex((name) => RESERVED_COLUMN.test(name)) ?? -1;
  if (column === -1) return undefined;
  let sum = 0;
  let nonReserved: number | undefined;
  for (const line of lines) {
    const last = NON_RESERVED.exec(line.join(' ').trim());
    const left = toInteger(line[column]);
    if (last !== null) nonReserved = Number(last[1]);
    else if (left === undefined) return undefined;
    else sum += Math.max(0, left);
  }
  return nonReserved !== undefined && nonReserved < available - sum ? undefined : sum;
}

/** null where the lines of the cells cannot be matched to one another: then the times are not shown in a way we can rely on. */
function readMeetings({ cells }: ShownRow): SeenSection['meetings'] {
  const { days = [], start = [], end = [], location = [] } = cells;
  const times = days.length;
  const matched = start.length === times && end.length === times && (times === 0 || location.length <= 1 || location.length === times);
  return matched ? toMeetings({ days, starts: start, ends: end, locations: location }) : null;
}
