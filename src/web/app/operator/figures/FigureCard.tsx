/** One chart, with the values under the cursor below it, and all values as a table for those who ask for it. */
import type { JSX } from 'preact';
import { useMemo, useRef } from 'preact/hooks';
import type { SeriesRange } from '../../../../domain/series.ts';
import { SERIES } from '../../../../domain/series.ts';
import { useWords } from '../../shared/words.tsx';
import type { Feed } from './feed.ts';
import type { Figure } from './figures.ts';
import { FigurePlot } from './FigurePlot.tsx';
import { FigureTable } from './FigureTable.tsx';
import { Legend } from './Legend.tsx';
import { linesOf, valuesAt } from './lines.ts';
import type { Mark } from './marks.ts';
import { useFigure } from './use-figure.ts';

export interface FigureProps {
  figure: Figure;
  feed: Feed;
  range: SeriesRange;
  /** What happened in the range. undefined: not known. */
  marks: readonly Mark[] | undefined;
  /** The time under the cursor of all charts, in epoch seconds; null: no cursor. */
  at: number | null;
  onAt: (at: number | null) => void;
}

export function FigureCard({ figure, feed, range, marks, at, onAt }: FigureProps): JSX.Element {
  const card = useRef<HTMLElement>(null);
  const { value, error } = useFigure(feed, figure.series, range, card);
  const { errorText } = useWords();
  const { columns } = figure;
  const lines = useMemo(() => (value === undefined ? undefined : linesOf(value, columns)), [value, columns]);
  const { unit } = SERIES[figure.series];
  const values = lines && value ? valuesAt(lines, at, value.stepSeconds) : [];
  return (
    <section class="card figure-card" ref={card} aria-labelledby={`figure-${figure.id}`} data-figure={figure.id}>
      <h2 id={`figure-${figure.id}`}>{figure.title}</h2>
      <FigurePlot {...{ lines, unit, range, marks, at, onAt }} title={figure.title} />
      <Legend figure={figure} columns={lines?.columns} unit={unit} values={values} />
      {error && (
        <p class="figure-error">
          Not up to date: {errorText(error)} <code>{error.code}</code>
        </p>
      )}
      <FigureTable figure={figure} lines={lines} unit={unit} />
    </section>
  );
}
