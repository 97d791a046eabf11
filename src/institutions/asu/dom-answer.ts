/**
 * Recognises what the class-search page showed: a settled list, surely no classes, or nothing that can be relied on. A
 * row that cannot be read blinds its own class only.
 */
import { Value } from 'typebox/value';
import type { Seats, SeenSection } from '../../domain/section.ts';
import { countSeats, noSeatsLeft } from '../../domain/section.ts';
import type { LookRequest, Reading, UnsureRow } from '../institution.ts';
import { toInstructors } from './instructors.ts';
import { toMeetings } from './meetings.ts';
import { sumReserved } from './reserved-table.ts';
import { ShownPage } from './shown-page.ts';
import type { ShownRow } from './shown-page.ts';
import { cleanText } from './text.ts';

/**
 * "7 of 150". The words "open seats" behind it are a label for narrow windows: they do not say that nothing is
 * reserved, and the number counts reserved seats in.
 */
const SEATS = /^(-?\d{1,6}) of (\d{1,6})(?: open seats?)?$/i;
/** "CSE 310", and catalogue numbers with letters. */
const COURSE = /^([A-Za-z]{2,4}) ?(\w{1,8})$/;
/** "66445", or behind the section number as in "1011-(66445)". */
const CLASS_NUMBER = /^(?:\w+-)?\(?(\d{1,10})\)?$/;
const DETAILS_ID = /^detailsOpen=(\d{1,10})-/;

/**
 * Reads a page. What it does not show (the waitlist, whether a class is cancelled) is null; the term is the one that
 * was asked for.
 */
export function readDomAnswer(request: LookRequest, page: unknown): Reading {
  if (!Value.Check(ShownPage, page)) return unrecognised('what the page reader returned has another shape');
  const { list, noClasses, loading, failedCalls, announced, rows } = page;
  if (loading) return unrecognised(`the page is still loading (${rows.length} rows so far)`);
  if (failedCalls > 0)
    return unrecognised(`${failedCalls} calls of the page failed, so it may show less than there is`);
  if (noClasses && rows.length === 0 && (announced ?? 0) === 0)
    return { outcome: 'complete', sections: [], unsure: [] };
  if (!list || rows.length === 0)
    return unrecognised(`the page shows no list of classes; its title is "${cleanText(page.title)}"`);
  if (announced !== null && announced !== rows.length)
    return unrecognised(`the page shows ${rows.length} of ${announced} rows`);
  const sections: SeenSection[] = [];
  const unsure: UnsureRow[] = [];
  const numbers = new Set<string>();
  for (const row of rows) {
    const classNumber = classNumberOf(row);
    if (classNumber !== null && numbers.size === numbers.add(classNumber).size)
      return unrecognised(`class ${classNumber} is shown twice`);
    const read = classNumber === null ? 'it tells no class number' : readRow(request.term, classNumber, row);
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

/**
 * From the id, which the cell must not contradict; without an id from the cell, where a link to a syllabus may stand
 * too.
 */
function classNumberOf({ cells, detailsId }: ShownRow): string | null {
  const written = new Set((cells['number'] ?? []).flatMap((line) => CLASS_NUMBER.exec(cleanText(line))?.[1] ?? []));
  const number = DETAILS_ID.exec(detailsId ?? '')?.[1];
  if (number !== undefined) return written.size === 0 || written.has(number) ? number : null;
  return written.size === 1 ? [...written][0]! : null;
}

/** Seats left as the row shows them, reserved ones counted in; undefined when it shows none in a way we know. */
export function seatsLeftIn(row: ShownRow): number | undefined {
  return seatsShown(row)?.left;
}

function seatsShown(row: ShownRow): { left: number; capacity: number } | undefined {
  const match = SEATS.exec(textOf(row, 'seats'));
  return match === null ? undefined : { left: Number(match[1]), capacity: Number(match[2]) };
}

/** Returns why not, when the row is none we know how to read. */
function readRow(term: string, classNumber: string, row: ShownRow): SeenSection | string {
  const course = COURSE.exec(textOf(row, 'course'));
  if (course === null) return 'it has no course';
  const seats = readSeats(row);
  if (typeof seats === 'string') return seats;
  return {
    term,
    classNumber,
    subject: course[1]!,
    catalogNumber: course[2]!,
    title: textOf(row, 'title'),
    instructors: toInstructors(row.cells['instructor']),
    meetings: readMeetings(row),
    seats,
    waitlist: null,
    cancelled: null,
  };
}

function readSeats(row: ShownRow): Seats | string {
  const shown = seatsShown(row);
  if (shown === undefined) return `its seats are shown as "${textOf(row, 'seats')}"`;
  const { left, capacity } = shown;
  if (left > capacity) return 'it shows more seats left than it has';
  if (left <= 0) return noSeatsLeft(capacity);
  if (!row.opened) return 'its details did not open, so which of the seats left are reserved is not known';
  const reserved = row.reservedTable === null ? 0 : sumReserved(row.reservedTable, left);
  return typeof reserved === 'string' ? reserved : countSeats(capacity, capacity - left, reserved);
}

/**
 * null where the lines of the cells cannot be matched to one another: then the times are not shown in a way we can rely
 * on.
 */
function readMeetings({ cells }: ShownRow): SeenSection['meetings'] {
  if (
    cells['days'] === undefined ||
    cells['start'] === undefined ||
    cells['end'] === undefined ||
    cells['location'] === undefined
  )
    return null;
  const [days, starts, ends, locations] = [
    withoutBlanks(cells['days']),
    withoutBlanks(cells['start']),
    withoutBlanks(cells['end']),
    withoutBlanks(cells['location']),
  ];
  const times = Math.max(days.length, starts.length, ends.length);
  const matched =
    [days, starts, ends].every(({ length }) => length === times || length === 0) &&
    (times === 0 || locations.length <= 1 || locations.length === times);
  return matched ? toMeetings({ days, starts, ends, locations }) : null;
}

/** The lines, or none where all are empty. */
function withoutBlanks(lines: string[]): string[] {
  return lines.every((line) => line === '') ? [] : lines;
}
