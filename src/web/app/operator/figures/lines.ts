/** The points of a series as the lines of a chart. Pure. */
import type { SeriesAnswer } from '../../../contract/series.ts';
import { OTHER } from './figures.ts';

/** Times in epoch seconds, oldest first, and for each line its values. null: not measured. */
export interface Lines {
  times: number[];
  columns: readonly string[];
  values: (number | null)[][];
}

/** The values of a line as the chart knows them. */
type Drawn = ArrayLike<number | null | undefined>;

/** So many steps without a point are a gap. */
const GAP_STEPS = 1.5;
/** More lines than this cannot be told apart. */
const LINES_MAX = 6;
const SHORT_RUN = 3;

/** Where points are missing, a row without values interrupts the lines. `wanted`: undefined for all columns. */
export function linesOf(
  { columns, points, stepSeconds }: Pick<SeriesAnswer, 'columns' | 'points' | 'stepSeconds'>,
  wanted: readonly string[] | undefined,
): Lines {
  const rows = points.flatMap((row, place) => {
    const [at, next] = [row[0]!, points[place + 1]?.[0] ?? null];
    return next !== null && next - at > GAP_STEPS * stepSeconds ? [row, [at + stepSeconds]] : [row];
  });
  const lines = {
    times: rows.map(([at]) => at!),
    columns,
    values: columns.map((_, place) => rows.map((row) => row[place + 1] ?? null)),
  };
  return wanted === undefined ? few(lines) : only(lines, wanted);
}

function only({ times, columns, values }: Lines, wanted: readonly string[]): Lines {
  const places = wanted.map((name) => columns.indexOf(name));
  return { times, columns: wanted, values: places.map((place) => values[place] ?? times.map(() => null)) };
}

/** The columns come with the highest first. Those that are too many become one. */
function few({ times, columns, values }: Lines): Lines {
  if (columns.length <= LINES_MAX) return { times, columns, values };
  const kept = LINES_MAX - 1;
  const rest = values.slice(kept);
  const sums = times.map((_, row) => {
    const measured = rest.flatMap((column) => column[row] ?? []);
    return measured.length === 0 ? null : measured.reduce((sum, value) => sum + value, 0);
  });
  return { times, columns: [...columns.slice(0, kept), OTHER], values: [...values.slice(0, kept), sums] };
}

/** The places of values in short runs between gaps. They are drawn as points, because lines could hardly be seen. */
export function lonePlaces(values: Drawn): number[] {
  const lone: number[] = [];
  let run: number[] = [];
  for (let place = 0; place <= values.length; place += 1) {
    if ((values[place] ?? null) !== null) run.push(place);
    else {
      if (run.length <= SHORT_RUN) lone.push(...run);
      run = [];
    }
  }
  return lone;
}

/** The value of each line at the time nearest to `at`; for null, the newest that was measured. */
export function valuesAt({ times, values }: Lines, at: number | null, stepSeconds: number): (number | null)[] {
  if (at === null) return values.map((line) => line.findLast((value) => value !== null) ?? null);
  const [nearest] = times
    .map((time, place) => ({ place, off: Math.abs(time - at) }))
    .toSorted((one, other) => one.off - other.off);
  return values.map((line) =>
    nearest === undefined || nearest.off > stepSeconds ? null : (line[nearest.place] ?? null),
  );
}

const BUDGET_TIMES = 5;

/**
 * The highest value of an axis that begins at zero. `budget`: the place of its line, if there is one. A budget that is
 * far above everything else is not on the axis: the other lines would lie on the ground.
 */
export function topOf(lines: readonly Drawn[], budget: number, least: number): number {
  const highest = (values: Drawn = []): number =>
    Array.from(values).reduce<number>((most, value) => Math.max(most, value ?? 0), 0);
  const others = Math.max(0, ...lines.filter((_, place) => place !== budget).map(highest));
  const limit = highest(lines[budget]);
  const isNear = others === 0 || limit <= BUDGET_TIMES * others;
  return Math.max(least, 1.1 * Math.max(others, isNear ? limit : 0));
}
