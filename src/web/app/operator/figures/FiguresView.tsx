/** Figures of the running system over time: small charts with one cursor. */
import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { SeriesRange } from '../../../../domain/series.ts';
import type { SeriesAnswer } from '../../../contract/series.ts';
import type { ViewProps } from '../view-props.ts';
import { Feed } from './feed.ts';
import { FigureCard } from './FigureCard.tsx';
import { FIGURES } from './figures.ts';
import { MarkList } from './MarkList.tsx';
import { Moment } from './Moment.tsx';
import { RangeChoice } from './RangeChoice.tsx';
import { useMarks } from './use-marks.ts';

export function FiguresView({ api }: ViewProps): JSX.Element {
  const [range, setRange] = useState<SeriesRange>('1h');
  const [at, setAt] = useState<number | null>(null);
  const feed = useMemo(
    () => new Feed({ read: (name, of) => api.get<SeriesAnswer>('/api/v1/series', { name, range: of }), clock }),
    [api],
  );
  const marks = useMarks(api, range);
  const choose = (chosen: SeriesRange): void => {
    setRange(chosen);
    setAt(null);
  };
  return (
    <>
      <header class="figures-head card">
        <h1>Figures</h1>
        <RangeChoice range={range} onChoose={choose} />
        <Moment range={range} at={at} onAt={setAt} />
        <MarkList marks={marks} />
      </header>
      <div class="figures-grid">
        {FIGURES.map((figure) => (
          <FigureCard key={figure.id} {...{ figure, feed, range, marks, at }} onAt={setAt} />
        ))}
      </div>
    </>
  );
}

const clock = {
  setTimeout: (callback: () => void, delayMs: number): unknown => window.setTimeout(callback, delayMs),
  clearTimeout: (timer: unknown): void => window.clearTimeout(timer as number),
  monotonic: (): number => performance.now(),
};
