/** Sections and requests per second over the last minutes. */
import 'uplot/dist/uPlot.min.css';
import type { JSX } from 'preact';
import { useEffect, useReducer, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import type { Cycle } from '../../../contract/nodes.ts';
import { AXIS, colour, PLAIN } from '../../shared/chart.ts';
import { timeOfDay } from '../../shared/time.ts';
import { addPace, noPace, type Pace } from './pace.ts';

const HEIGHT = 190;

export function PaceChart({ cycle }: { cycle: Cycle }): JSX.Element {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | null>(null);
  const [pace, add] = useReducer<Pace, Cycle>((known, seen) => addPace(known, seen, Date.now()), noPace);
  const latest = useRef(cycle);
  latest.current = cycle;
  // Every second, also while nothing changes: then the rate is zero.
  useEffect(() => {
    const timer = setInterval(() => add(latest.current), 1_000);
    return () => clearInterval(timer);
  }, []);

  useEffect(() => {
    const element = place.current!;
    const made = new uPlot(options(element.clientWidth), [[], [], []], element);
    chart.current = made;
    const resized = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: HEIGHT }));
    resized.observe(element);
    return () => {
      resized.disconnect();
      made.destroy();
    };
  }, []);

  useEffect(() => {
    const { points } = pace;
    chart.current?.setData([
      points.map(({ atMs }) => atMs / 1000),
      points.map(({ sections }) => sections),
      points.map(({ requests }) => requests),
    ]);
  }, [pace]);

  const last = pace.points.at(-1);
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
