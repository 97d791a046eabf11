/**
 * Reads the page's table of reserved seats. It has a line per group, and the last line has the number of seats left
 * that are not reserved.
 */
import type { ReservedGroup } from '../../domain/section.ts';
import { cleanText, toInteger } from './text.ts';

const COLUMNS = {
  name: /^reserved groups$/i,
  left: /^reserved available seats$/i,
  enrolled: /^students enrolled$/i,
  capacity: /^total seats reserved$/i,
} as const;
/** The last line. Its text contains the name of a column, so both must always be matched completely. */
const NON_RESERVED = /^non reserved available seats: ?(-?\d{1,6})$/i;

/** `groups`: undefined if the table does not show the name and the numbers of each. */
interface Held {
  reserved: number;
  groups: ReservedGroup[] | undefined;
}

/**
 * The groups of a section with `available` seats left, and Σ max(0, seats left) over them. Returns the reason if the
 * table has another format, is incomplete, or contradicts the seats that the row shows.
 */
export function readReservedTable(table: string[][], available: number): Held | string {
  const [header = [], ...lines] = table.map((line) => line.map(cleanText));
  const textOf = (line: string[], column: keyof typeof COLUMNS): string | undefined =>
    line[header.findIndex((name) => COLUMNS[column].test(name))];
  const valueOf = (line: string[], column: keyof typeof COLUMNS): number | undefined => toInteger(textOf(line, column));
  const last = NON_RESERVED.exec(lines.at(-1)?.join(' ').trim() ?? '');
  if (last === null) return 'its table of reserved seats has an unexpected last line';
  const groups = lines
    .slice(0, -1)
    .map((line) => ({
      name: textOf(line, 'name'),
      left: valueOf(line, 'left'),
      enrolled: valueOf(line, 'enrolled'),
      capacity: valueOf(line, 'capacity'),
    }));
  let reserved = 0;
  // Groups over-fill. The page may subtract the excess from the seats of others, but this function never does.
  let [unclamped, unclampedHere] = [0, 0];
  for (const { left, enrolled, capacity } of groups) {
    if (left === undefined) return 'its table of reserved seats cannot be read';
    reserved += Math.max(0, left);
    unclamped += left;
    unclampedHere += enrolled === undefined || capacity === undefined ? left : capacity - enrolled;
  }
  const free = Number(last[1]);
  const agrees = [reserved, unclamped, unclampedHere].some(
    (sum) => free === available - sum || free === Math.max(0, available - sum),
  );
  if (!agrees) return 'its table of reserved seats contradicts the seats left';
  const named = groups.flatMap(({ name = '', capacity = -1, enrolled = -1 }) =>
    name === '' || capacity < 0 || enrolled < 0 ? [] : [{ name, capacity, enrolled }],
  );
  return { reserved, groups: named.length === groups.length ? named : undefined };
}
