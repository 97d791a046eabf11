/**
 * The page's table of reserved seats: a line per group, and in the last one how many of the seats left nobody has
 * reserved.
 */
import { cleanText, toInteger } from './text.ts';

const COLUMNS = {
  left: /^reserved available seats$/i,
  enrolled: /^students enrolled$/i,
  capacity: /^total seats reserved$/i,
} as const;
/** The last line. Its words hold the name of a column: never search for a part of either. */
const NON_RESERVED = /^non reserved available seats: ?(-?\d{1,6})$/i;

/**
 * Σ max(0, seats left) over the groups, of a section with `available` seats left. Returns why not, when the table is
 * another one, is not whole, or adds up to other seats than the row shows.
 */
export function sumReserved(table: string[][], available: number): number | string {
  const [header = [], ...lines] = table.map((line) => line.map(cleanText));
  const valuesOf = (line: string[], column: keyof typeof COLUMNS): number | undefined =>
    toInteger(line[header.findIndex((name) => COLUMNS[column].test(name))]);
  const last = NON_RESERVED.exec(lines.at(-1)?.join(' ').trim() ?? '');
  if (last === null) return 'its table of reserved seats does not end as it should';
  const groups = lines
    .slice(0, -1)
    .map((line) => ({
      left: valuesOf(line, 'left'),
      enrolled: valuesOf(line, 'enrolled'),
      capacity: valuesOf(line, 'capacity'),
    }));
  let reserved = 0;
  // groups over-fill: the page may take what they lack from the others' seats, we never do
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
