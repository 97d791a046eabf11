/** Sections and requests per second over the last minutes. */
import type { JSX } from 'preact';
import { useEffect, useMemo, useReducer, useRef } from 'preact/hooks';
import type uPlot from 'uplot';
import type { Cycle } from '../../../contract/nodes.ts';
import { AXIS, colour, PLAIN } from '../../shared/chart.ts';
import { timeOfDay } from '../../shared/time.ts';
import { useChart } from '../../shared/use-chart.ts';
import { addPace, noPace, type Pace } from './pace.ts';

const HEIGHT = 190;
/** As long as the samples are kept. */
const SHOWN_SECONDS = 300;

export function PaceChart({ cycle }: { cycle: Cycle }): JSX.Element {
  const [pace, add] = useReducer<Pace, Cycle>((known, seen) => addPace(known, seen, Date.now()), noPace);
  const latest = useRef(cycle);
  latest.current = cycle;
  // Every second, also while nothing changes: then the rate is zero.
  useEffect(() => {
    const timer = setInterval(() => add(latest.current), 1_000);
    return () => clearInterval(timer);
  }, []);

  const { points } = pace;
  const data = useMemo<uPlot.AlignedData>(
    () => [
      points.map(({ atMs }) => atMs / 1000),
      points.map(({ sections }) => sections),
      points.map(({ requests }) => requests),
    ],
    [points],
  );
  const { place } = useChart(options, data);
  const last = points.at(-1);
  const rate = (count = 0): string => count.toFixed(1);
  const said = `${rate(last?.sections)} sections and ${rate(last?.requests)} requests per second`;
  return (
    <figure class="pace">
      <figcaption class="quiet">
        <span class="key key-sections" />
        sections per second <span class="key key-requests" />
        requests per second
      </figcaption>
      <div ref={place} role="img" aria-label={said} />
    </figure>
  );
}

function options(width: number): uPlot.Options {
  return {
    width,
    height: HEIGHT,
    ...PLAIN,
    // The last time of the axis may stand at the right edge.
    padding: [10, 32, 0, 0],
    scales: {
      ...PLAIN.scales,
      x: { range: ({ data: [times] }) => shown(times[times.length - 1] ?? Date.now() / 1000) },
    },
    axes: [
      { ...AXIS, size: 24, space: 90, values: (_, ticks) => ticks.map((second) => timeOfDay(second * 1000)) },
      { ...AXIS, size: 40 },
    ],
    series: [
      {},
      { stroke: colour('--accent'), width: 2, points: { show: false } },
      { stroke: colour('--waitlist'), width: 2, dash: [5, 4], points: { show: false } },
    ],
  };
}

const shown = (end: number): [number, number] => [end - SHOWN_SECONDS, end];
