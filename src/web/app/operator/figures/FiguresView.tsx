/** Figures of the running system over time: small charts with one cursor. */
import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { SeriesRange } from '../../../../domain/series.ts';
import type { SeriesAnswer } from '../../../contract/series.ts';
import type { ViewProps } from '../view-props.ts';
import { Feed } from './feed.ts';
import { FigureCard } from './FigureCard.tsx';
import { FIGURES } from './figures.ts';
import { Moment } from './Moment.tsx';
import { RangeChoice } from './RangeChoice.tsx';

export function FiguresView({ api }: ViewProps): JSX.Element {
  const [range, setRange] = useState<SeriesRange>('1h');
  const [at, setAt] = useState<number | null>(null);
  const feed = useMemo(
    () => new Feed({ read: (name, of) => api.get<SeriesAnswer>('/api/v1/series', { name, range: of }), clock }),
    [api],
  );
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
      </header>
      <div class="figures-grid">
        {FIGURES.map((figure) => (
          <FigureCard key={figure.id} figure={figure} feed={feed} range={range} at={at} onAt={setAt} />
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
