/**
 * Reads the page's table of reserved seats. It has a line per group, and the last line has the number of seats left
 * that are not reserved.
 */
import { cleanText, toInteger } from './text.ts';

const COLUMNS = {
  left: /^reserved available seats$/i,
  enrolled: /^students enrolled$/i,
  capacity: /^total seats reserved$/i,
} as const;
/** The last line. Its text contains the name of a column, so both must always be matched completely. */
const NON_RESERVED = /^non reserved available seats: ?(-?\d{1,6})$/i;

/**
 * Σ max(0, seats left) over the groups of a section with `available` seats left. Returns the reason if the table has
 * another format, is incomplete, or contradicts the seats that the row shows.
 */
export function sumReserved(table: string[][], available: number): number | string {
  const [header = [], ...lines] = table.map((line) => line.map(cleanText));
  const valuesOf = (line: string[], column: keyof typeof COLUMNS): number | undefined =>
    toInteger(line[header.findIndex((name) => COLUMNS[column].test(name))]);
  const last = NON_RESERVED.exec(lines.at(-1)?.join(' ').trim() ?? '');
  if (last === null) return 'its table of reserved seats has an unexpected last line';
  const groups = lines
    .slice(0, -1)
    .map((line) => ({
      left: valuesOf(line, 'left'),
      enrolled: valuesOf(line, 'enrolled'),
      capacity: valuesOf(line, 'capacity'),
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
  return agrees ? reserved : 'its table of reserved seats contradicts the seats left';
}
