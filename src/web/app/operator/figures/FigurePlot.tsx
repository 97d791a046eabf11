/** The drawn chart of a figure. */
import type { JSX } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import type uPlot from 'uplot';
import type { SeriesRange } from '../../../../domain/series.ts';
import { useChart } from '../../shared/use-chart.ts';
import type { Lines } from './lines.ts';
import { plotOptions } from './plot-options.ts';
import type { Unit } from './units.ts';

interface Props {
  title: string;
  /** undefined: not read yet. */
  lines: Lines | undefined;
  unit: Unit;
  range: SeriesRange;
  at: number | null;
  /** Must be a stable function. */
  onAt: (at: number | null) => void;
}

const NOTHING: Lines = { times: [], columns: [], values: [] };

export function FigurePlot({ title, lines = NOTHING, unit, range, at, onAt }: Props): JSX.Element {
  const { times, columns, values } = lines;
  const names = columns.join(' ');
  const options = useMemo(() => plotOptions({ columns, unit, range, onAt }), [names, unit, range, onAt]);
  const data = useMemo<uPlot.AlignedData>(() => [times, ...values], [lines]);
  const { place, plot } = useChart(options, data);
  useEffect(() => {
    const chart = plot.current;
    if (chart === null) return;
    const left = at === null || times.length === 0 ? -1 : chart.valToPos(at, 'x');
    chart.setCursor({ left, top: 0 }, false);
  }, [at, data, options]);
  return <div class="figure-plot" ref={place} role="img" aria-label={`Chart: ${title}`} />;
}
