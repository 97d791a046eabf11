/** The open seats of a section over time. */
import type { JSX } from 'preact';
import { useCallback, useEffect, useState } from 'preact/hooks';
import uPlot from 'uplot';
import { AXIS, colour, PLAIN } from '../shared/chart.ts';
import { ErrorNote } from '../shared/ErrorNote.tsx';
import { type ApiError, toApiError } from '../shared/http.ts';
import { useChart } from '../shared/use-chart.ts';
import { useWords } from '../shared/words.tsx';
import { type OpenSeats, readHistory } from './read-history.ts';

const HEIGHT = 160;

export function HistoryChart({ section }: { section: string }): JSX.Element {
  const { t, formats } = useWords();
  const [points, setPoints] = useState<OpenSeats>();
  const [error, setError] = useState<ApiError>();

  useEffect(() => {
    const gone = new AbortController();
    readHistory(section, gone.signal).then(setPoints, (thrown: unknown) => {
      if (!gone.signal.aborted) setError(toApiError(thrown));
    });
    return () => gone.abort();
  }, [section]);

  if (error) return <ErrorNote error={error} />;
  if (points === undefined) return <p class="quiet">{t('live.history.loading')}</p>;
  const [times, seats] = points;
  if (times.length < 3) return <p class="quiet">{t('live.history.none')}</p>;
  const label = t('live.history.chart', { most: Math.max(...seats), since: formats.day(times[0]! * 1_000) });
  return (
    <figure class="history-chart">
      <figcaption class="quiet">{t('live.history.caption')}</figcaption>
      <Drawn points={points} label={label} />
    </figure>
  );
}

function Drawn({ points, label }: { points: OpenSeats; label: string }): JSX.Element {
  const { formats } = useWords();
  const draw = useCallback((width: number) => options(width, (instant) => formats.day(instant)), [formats]);
  const { place } = useChart(draw, points);
  return <div ref={place} role="img" aria-label={label} />;
}

function options(width: number, day: (instant: number) => string): uPlot.Options {
  return {
    width,
    height: HEIGHT,
    ...PLAIN,
    axes: [
      { ...AXIS, size: 24, space: 80, values: (_, ticks) => ticks.map((second) => day(second * 1_000)) },
      { ...AXIS, size: 32, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000] },
    ],
    series: [
      {},
      {
        stroke: colour('--open'),
        fill: colour('--open-tint'),
        width: 2,
        points: { show: false },
        // The number of seats stays until it changes.
        paths: uPlot.paths.stepped!({ align: 1 }),
      },
    ],
  };
}
