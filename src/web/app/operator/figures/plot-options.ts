/** How the chart of a figure is drawn. */
import type uPlot from 'uplot';
import type { SeriesRange } from '../../../../domain/series.ts';
import { RANGES } from '../../../../domain/series.ts';
import { AXIS, colour, PLAIN } from '../../shared/chart.ts';
import { drawMarks } from './draw-marks.ts';
import { BUDGET } from './figures.ts';
import { styleOf } from './line-styles.ts';
import { lonePlaces, topOf } from './lines.ts';
import type { Mark } from './marks.ts';
import { TICKS_APART, tickWords } from './tick-words.ts';
import { inWords, LEAST_TOP, type Unit } from './units.ts';

export const PLOT_HEIGHT = 170;

interface Drawn {
  columns: readonly string[];
  unit: Unit;
  range: SeriesRange;
  /** As known when the chart is drawn. */
  marks: () => readonly Mark[];
  /** Called with the time under the pointer, in epoch seconds; null: it has left. */
  onAt: (at: number | null) => void;
}

export const plotOptions =
  ({ columns, unit, range, marks, onAt }: Drawn) =>
  (width: number): uPlot.Options => ({
    width,
    height: PLOT_HEIGHT,
    ...PLAIN,
    padding: [10, 8, 0, 0],
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 7 } },
    scales: {
      x: { range: ({ data: [times] }) => span(times, range) },
      y: { range: ({ data: [, ...lines] }) => [0, topOf(lines, columns.indexOf(BUDGET), LEAST_TOP[unit])] },
    },
    axes: [
      {
        ...AXIS,
        size: 24,
        space: 70,
        incrs: TICKS_APART[range],
        values: (_, ticks) => ticks.map((second) => tickWords(second, range)),
      },
      { ...AXIS, size: 58, space: 32, values: (_, ticks) => ticks.map((value) => inWords(value, unit)) },
    ],
    series: [{}, ...columns.map((column, place) => line(place, column === BUDGET))],
    hooks: { init: [(chart) => listen(chart, onAt)], drawAxes: [(chart) => drawMarks(chart, marks())] },
  });

function line(place: number, isBudget: boolean): uPlot.Series {
  const { colour: name, dash } = styleOf(place, isBudget);
  return {
    stroke: colour(name),
    width: 2,
    dash: [...dash],
    points: { show: true, size: 6, fill: colour(name), filter: ({ data }, series) => lonePlaces(data[series]!) },
  };
}

/** Ends with the newest point, which may be of a server with another clock. */
function span(times: ArrayLike<number>, range: SeriesRange): [number, number] {
  const end = times[times.length - 1] ?? Date.now() / 1_000;
  return [end - RANGES[range].seconds, end];
}

/** Not by the chart's own hook, which is also called when the data changes. A tap on a phone is a move of the mouse. */
function listen(chart: uPlot, onAt: Drawn['onAt']): void {
  chart.over.addEventListener('mousemove', ({ offsetX }) => onAt(chart.data[0][chart.posToIdx(offsetX)] ?? null));
  chart.over.addEventListener('mouseleave', () => onAt(null));
}
