/** Puts samples together: those of a longer time, and those of all nodes. Pure. */
import type { Figures, Sample, Series, SeriesName } from './series.ts';
import { SERIES, SERIES_NAMES, TIME_BOUNDS_S } from './series.ts';

export interface SeriesPoints {
  /** The names of the values. */
  columns: string[];
  /** The time in epoch seconds, where the step begins, then the values. null: not measured, which is not zero. */
  points: [at: number, ...values: (number | null)[]][];
}

/** The figures of one node over one step. `at`: epoch seconds, where the step begins. */
export interface Measured {
  at: number;
  figures: Figures;
}

/** `from` is a multiple of `step`; the points are before `to`. All in epoch seconds. */
export interface Span {
  from: number;
  to: number;
  step: number;
}

/** More codes than these are shown together as `other`. */
const CODES = 12;
const OTHER = 'other';
const QUANTILES = [0.5, 0.95, 0.99];
const MINUTE_S = 60;

/** The sample of a longer time, from those of its parts. */
export function sampleOfAll(samples: readonly Sample[]): Sample {
  const whole: Sample = {};
  for (const name of SERIES_NAMES) {
    const all = samples.map((sample) => sample[name]).filter((figures) => figures !== undefined);
    if (all.length > 0) whole[name] = merged(all, (key) => ruleOf(SERIES[name], key).time);
  }
  return whole;
}

/** The points of a series, from the figures of all nodes. A step without any has null for each column. */
export function pointsOf(name: SeriesName, measured: readonly Measured[], { from, to, step }: Span): SeriesPoints {
  const series: Series = SERIES[name];
  const byStep = new Map<number, Figures[]>();
  for (const { at, figures } of measured) byStep.set(at, [...(byStep.get(at) ?? []), figures]);
  const columns = series.kind === 'codes' ? codesOf(measured) : series.columns.map((column) => column.name);
  const points: SeriesPoints['points'] = [];
  for (let at = from; at < to; at += step) {
    const nodes = byStep.get(at);
    const figures = nodes && merged(nodes, (key) => ruleOf(series, key).nodes);
    points.push([at, ...(figures === undefined ? columns.map(() => null) : valuesOf(series, columns, figures, step))]);
  }
  // The newest step may not be written yet.
  if (points.length > 0 && !byStep.has(points.at(-1)![0])) points.pop();
  return { columns, points };
}

type Rule = 'mean' | 'max' | 'sum';

function ruleOf({ columns, kind }: Series, key: string): { time: Rule; nodes: 'sum' | 'max' } {
  const column = kind === 'plain' ? columns.find(({ name }) => name === key) : undefined;
  return column ?? { time: 'sum', nodes: 'sum' };
}

function merged(all: readonly Figures[], ruleFor: (key: string) => Rule): Figures {
  const keys = new Set(all.flatMap(Object.keys));
  return Object.fromEntries(
    [...keys].map((key) => {
      const values = all.flatMap((figures) => figures[key] ?? []);
      const rule = ruleFor(key);
      if (rule === 'max') return [key, Math.max(...values)];
      const sum = values.reduce((total, value) => total + value, 0);
      return [key, rule === 'sum' ? sum : sum / values.length];
    }),
  );
}

function valuesOf(series: Series, columns: readonly string[], figures: Figures, step: number): (number | null)[] {
  switch (series.kind) {
    case 'times':
      return QUANTILES.map((share) => quantile(figures, share));
    case 'codes': {
      const rest = Object.keys(figures).filter((code) => !columns.includes(code));
      const others = rest.reduce((sum, code) => sum + figures[code]!, 0);
      return columns.map((code) => rate((code === OTHER ? others : figures[code]) ?? 0, step));
    }
    case 'plain':
      return series.columns.map(({ name, time }) => {
        const value = figures[name];
        if (value === undefined) return null;
        return time === 'sum' ? rate(value, step) : value;
      });
    default:
      return series.kind satisfies never;
  }
}

const rate = (events: number, step: number): number => (events * MINUTE_S) / step;

/** The codes of the range, those with most errors first. */
function codesOf(measured: readonly Measured[]): string[] {
  const totals = Object.entries(
    merged(
      measured.map(({ figures }) => figures),
      () => 'sum',
    ),
  );
  const codes = totals.toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([code]) => code);
  return codes.length <= CODES ? codes : [...codes.slice(0, CODES), OTHER];
}

/**
 * Seconds, from numbers of events by how many milliseconds they took at most, each counted once. Within a bound, the
 * events are taken to be spread evenly, as Prometheus does. null: there were none.
 */
function quantile(figures: Figures, share: number): number | null {
  const bounds = Object.entries(figures)
    .map(([bound, count]) => ({ bound: Number(bound) / 1_000, count }))
    .toSorted((one, other) => one.bound - other.bound);
  const total = bounds.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return null;
  let left = share * total;
  for (const { bound, count } of bounds) {
    const below = TIME_BOUNDS_S.findLast((each) => each < bound) ?? 0;
    if (left <= count) return bound === Infinity ? below : below + (bound - below) * (left / count);
    left -= count;
  }
  return bounds.at(-1)!.bound;
}
