/**
 * Reads what the class-search page showed: a complete list, certainly no classes, or nothing sure. A row that cannot be
 * read makes only its own class unsure.
 */
import { Value } from 'typebox/value';
import type { SeenSection } from '../../domain/section.ts';
import { countSeats, noSeatsLeft } from '../../domain/section.ts';
import type { LookRequest, Reading, UnsureRow } from '../institution.ts';
import { toInstructors } from './instructors.ts';
import { toMeetings } from './meetings.ts';
import { readReservedTable } from './reserved-table.ts';
import { ShownPage } from './shown-page.ts';
import type { ShownRow } from './shown-page.ts';
import { cleanText } from './text.ts';

/**
 * "7 of 150". The words "open seats" after it are a label for narrow windows. They do not mean that nothing is
 * reserved: the number includes reserved seats.
 */
const SEATS = /^(-?\d{1,6}) of (\d{1,6})(?: open seats?)?$/i;
/** "CSE 310". Catalogue numbers may have letters. */
const COURSE = /^([A-Za-z]{2,4}) ?(\w{1,8})$/;
/** "66445", or after a section number as in "1011-(66445)". */
const CLASS_NUMBER = /^(?:\w+-)?\(?(\d{1,10})\)?$/;
const DETAILS_ID = /^detailsOpen=(\d{1,10})-/;

/**
 * Reads a page. Values that it does not show (the waitlist, whether a class is cancelled) are null. The term is the
 * requested one.
 */
export function readDomAnswer(request: LookRequest, page: unknown): Reading {
  if (!Value.Check(ShownPage, page)) return unrecognised('the page reader returned an unexpected shape');
  const { list, noClasses, loading, failedCalls, announced, rows } = page;
  if (loading) return unrecognised(`the page is still loading (${rows.length} rows so far)`);
  if (failedCalls > 0) return unrecognised(`${failedCalls} calls of the page failed, so rows may be missing`);
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
    const read = classNumber === null ? 'it shows no class number' : readRow(request.term, classNumber, row);
    if (typeof read === 'string') unsure.push({ classNumber, reason: read });
    else sections.push(read);
  }
  if (numbers.size === 0) return unrecognised(`no row can be identified; the first: ${unsure[0]!.reason}`);
  return { outcome: 'complete', sections, unsure };
}

function unrecognised(reason: string): Reading {
  return { outcome: 'unrecognised', reason };
}

function textOf(row: ShownRow, cell: string): string {
  return cleanText(row.cells[cell]?.join(' '));
}

/**
 * Reads the number from the id, which the cell must not contradict. Without an id it reads the cell, which may also
 * have a link to a syllabus.
 */
function classNumberOf({ cells, detailsId }: ShownRow): string | null {
  const written = new Set((cells['number'] ?? []).flatMap((line) => CLASS_NUMBER.exec(cleanText(line))?.[1] ?? []));
  const number = DETAILS_ID.exec(detailsId ?? '')?.[1];
  if (number !== undefined) return written.size === 0 || written.has(number) ? number : null;
  return written.size === 1 ? [...written][0]! : null;
}

/** The seats left as the row shows them, including reserved ones; undefined: not in a known format. */
export function seatsLeftIn(row: ShownRow): number | undefined {
  return seatsShown(row)?.left;
}

function seatsShown(row: ShownRow): { left: number; capacity: number } | undefined {
  const match = SEATS.exec(textOf(row, 'seats'));
  return match === null ? undefined : { left: Number(match[1]), capacity: Number(match[2]) };
}

/** Reads a row. Returns the reason if it is not in a known format. */
function readRow(term: string, classNumber: string, row: ShownRow): SeenSection | string {
  const course = COURSE.exec(textOf(row, 'course'));
  if (course === null) return 'it has no course';
  const shown = readSeats(row);
  if (typeof shown === 'string') return shown;
  return {
    term,
    classNumber,
    subject: course[1]!,
    catalogNumber: course[2]!,
    title: textOf(row, 'title'),
    instructors: toInstructors(row.cells['instructor']),
    meetings: readMeetings(row),
    ...shown,
    waitlist: null,
    cancelled: null,
  };
}

function readSeats(row: ShownRow): Pick<SeenSection, 'seats' | 'reservedGroups'> | string {
  const shown = seatsShown(row);
  if (shown === undefined) return `its seats are shown as "${textOf(row, 'seats')}"`;
  const { left, capacity } = shown;
  if (left > capacity) return 'it shows more seats left than there are';
  if (left <= 0) return { seats: noSeatsLeft(capacity) };
  if (!row.opened) return 'its details did not open, so it is not known which seats are reserved';
  const held = row.reservedTable === null ? { reserved: 0, groups: [] } : readReservedTable(row.reservedTable, left);
  if (typeof held === 'string') return held;
  const { reserved, groups } = held;
  return {
    seats: countSeats(capacity, capacity - left, reserved),
    ...(groups !== undefined && { reservedGroups: groups }),
  };
}

/** null: the lines of the cells do not match one another, so the times are unsure. */
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

/** The lines; none if all are empty. */
function withoutBlanks(lines: string[]): string[] {
  return lines.every((line) => line === '') ? [] : lines;
}
