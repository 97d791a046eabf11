/**
 * Reads one row of the search API: `{ CLAS: { …mostly strings }, seatInfo, reservedSeatsInfo?, DAYLIST,
 * LOCATIONBUILDING, … }`.
 */
import type { SeenSection, Waitlist } from '../../domain/section.ts';
import { countSeats } from '../../domain/section.ts';
import { toInstructors } from './instructors.ts';
import { toCampus, toMode, toNotes } from './extras.ts';
import type { ClasFields, FieldsOf, KEPT_OF_ROW, RowFields, SeatFields } from './kept-fields.ts';
import { toMeetings } from './meetings.ts';
import { cleanText, isRecord, READ_MAX, toDigits, toInteger } from './text.ts';

/**
 * The class status of PeopleSoft (CLASS_STAT: A active, X cancelled, S stop further enrollment, T tentative section, as
 * universities that use it document the field). Public answers have only ever had A. S and T are neither open to
 * students nor cancelled, so such rows are unsure, and so are rows with an unknown letter. A row may lack the field.
 */
const CLASS_STATUS = /^[AX]?$/;

/**
 * A class may have a row per meeting pattern, numbered by CLASSMTGNBR. `read` is its section, or why the row is unsure.
 */
export interface ApiRow {
  term: string | undefined;
  classNumber: string;
  meetingNumber: string;
  read: SeenSection | string;
}

/** Reads a row. Returns the reason if the row cannot even be identified. */
export function readRow(row: unknown): ApiRow | string {
  if (!isRecord(row) || !isRecord(row['CLAS'])) return 'it has no CLAS';
  const clas: ClasFields = row['CLAS'];
  const classNumber = toDigits(clas.CLASSNBR, 1, 10);
  if (classNumber === undefined) return 'it has no class number';
  const term = toDigits(clas.STRM, 3, 6);
  const read = term === undefined ? 'it has no term' : readSection(row, clas, term, classNumber);
  return { term, classNumber, meetingNumber: cleanText(clas.CLASSMTGNBR), read };
}

function readSection(row: RowFields, clas: ClasFields, term: string, classNumber: string): SeenSection | string {
  const subject = cleanText(clas.SUBJECT);
  const catalogNumber = cleanText(clas.CATALOGNBR);
  if (subject === '' || catalogNumber === '') return 'it has no course';
  const status = cleanText(clas.CLASSSTAT);
  if (!CLASS_STATUS.test(status)) return `its class status is "${status}", which is neither active nor cancelled`;
  const shown = readSeats(row, cleanText(clas.HASACTIVERESERVEDSEATS));
  if (typeof shown === 'string') return shown;
  const [campus, mode, notes] = [toCampus(clas.LOCATION), toMode(clas.INSTRUCTIONMODE, clas.LOCATION), toNotes(clas)];
  return {
    term,
    classNumber,
    subject,
    catalogNumber,
    title: cleanText(clas.TITLE),
    instructors: toInstructors(clas.INSTRUCTORSLIST),
    meetings: toMeetings({
      days: listOf(row.DAYLIST ?? clas.DAYLIST),
      starts: listOf(clas.STARTTIMES),
      ends: listOf(clas.ENDTIMES),
      locations: listOf(row.LOCATIONBUILDING ?? clas.LOCATIONBUILDING).map(nameOf),
    }),
    ...shown,
    waitlist: readWaitlist(clas),
    ...(campus !== undefined && { campus }),
    ...(mode !== undefined && { mode }),
    ...(notes !== undefined && { notes }),
    cancelled: status === '' ? null : status === 'X',
  };
}

/**
 * Reads only `seatInfo`, because the copies in CLAS (ENRLCAP, ENRLTOT) lag behind. A null capacity means unlimited.
 * Returns the reason if the seats are unsure.
 */
function readSeats(
  row: RowFields,
  hasReserved: string,
): Required<Pick<SeenSection, 'seats' | 'reservedGroups'>> | string {
  if (!isRecord(row.seatInfo)) return 'its seatInfo is missing';
  const info: SeatFields = row.seatInfo;
  const capacity = info.ENRL_CAP === null ? null : toCount(info.ENRL_CAP);
  const enrolled = toCount(info.ENRL_TOT);
  if (capacity === undefined || enrolled === undefined) return 'its seats cannot be read';
  const groups = readGroups(row.reservedSeatsInfo ?? []);
  if (groups === undefined) return 'its reserved seats cannot be read';
  // Groups over-fill, and an over-filled group takes nothing from the others.
  const reserved = groups.reduce((sum, group) => sum + Math.max(0, group.capacity - group.enrolled), 0);
  // Y exactly while a group has room. Otherwise groups are missing, or their meaning has changed.
  if (hasReserved === 'Y' && reserved === 0) return 'it says that seats are reserved but shows none';
  if (hasReserved === 'N' && reserved > 0) return 'it says that no seats are reserved but shows some';
  return { seats: countSeats(capacity, enrolled, reserved), reservedGroups: groups };
}

/** A number of at least 0. A negative one would create seats that do not exist. */
function toCount(value: unknown): number | undefined {
  const count = toInteger(value);
  return count === undefined || count < 0 ? undefined : count;
}

/** The groups that seats are held for. The row does not name them. */
function readGroups(groups: unknown): Required<SeenSection>['reservedGroups'] | undefined {
  if (!Array.isArray(groups)) return undefined;
  const read: Required<SeenSection>['reservedGroups'] = [];
  for (const group of groups) {
    const seats: SeatFields = isRecord(group) ? group : {};
    const [capacity, enrolled] = [toCount(seats.ENRL_CAP), toCount(seats.ENRL_TOT)];
    if (capacity === undefined || enrolled === undefined) return undefined;
    read.push({ name: null, capacity, enrolled });
  }
  return read;
}

function readWaitlist(clas: ClasFields): Waitlist | null {
  const capacity = toCount(clas.WAITCAP);
  const count = toCount(clas.WAITTOT);
  return capacity === undefined || count === undefined ? null : { capacity, count };
}

function nameOf(place: unknown): unknown {
  if (!isRecord(place)) return place;
  const fields: FieldsOf<typeof KEPT_OF_ROW.LOCATIONBUILDING> = place;
  return fields.NAME;
}

/** Reads a list, a list in a JSON string (CLAS.LOCATIONBUILDING), a single value, or an empty value as a list. */
function listOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  if (value === null || value === undefined || value === '') return [];
  if (typeof value !== 'string' || !value.startsWith('[')) return [value];
  try {
    const parsed: unknown = JSON.parse(value.slice(0, READ_MAX));
    return Array.isArray(parsed) ? parsed : [value];
  } catch {
    return [value]; // a place whose name starts with a bracket
  }
}
