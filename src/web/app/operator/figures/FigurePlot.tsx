/** The drawn chart of a figure. */
import type { JSX } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type uPlot from 'uplot';
import type { SeriesRange } from '../../../../domain/series.ts';
import { useChart } from '../../shared/use-chart.ts';
import type { Lines } from './lines.ts';
import type { Mark } from './marks.ts';
import { plotOptions } from './plot-options.ts';
import type { Unit } from './units.ts';

interface Props {
  title: string;
  /** undefined: not read yet. */
  lines: Lines | undefined;
  unit: Unit;
  range: SeriesRange;
  marks: readonly Mark[] | undefined;
  at: number | null;
  /** Must be a stable function. */
  onAt: (at: number | null) => void;
}

const NO_MARKS: readonly Mark[] = [];
const NOTHING: Lines = { times: [], columns: [], values: [] };

export function FigurePlot({ title, lines = NOTHING, unit, range, marks = NO_MARKS, at, onAt }: Props): JSX.Element {
  const { times, columns, values } = lines;
  const names = columns.join(' ');
  const happened = useRef(marks);
  happened.current = marks;
  const options = useMemo(
    () => plotOptions({ columns, unit, range, marks: () => happened.current, onAt }),
    [names, unit, range, onAt],
  );
  const data = useMemo<uPlot.AlignedData>(() => [times, ...values], [lines]);
  const { place, plot } = useChart(options, data);
  useEffect(() => {
    const chart = plot.current;
    if (chart === null) return;
    const left = at === null || times.length === 0 ? -1 : chart.valToPos(at, 'x');
    chart.setCursor({ left, top: 0 }, false);
  }, [at, data, options]);
  useEffect(() => plot.current?.redraw(false), [marks]);
  return <div class="figure-plot" ref={place} role="img" aria-label={`Chart: ${title}`} />;
}
