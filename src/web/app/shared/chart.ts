/** What all charts of the pages share. */
import type uPlot from 'uplot';

/** Read on every redraw, so that the chart follows the page's light and dark mode. */
export const colour = (name: string) => (): string => getComputedStyle(document.documentElement).getPropertyValue(name);

/** An axis without marks. */
export const AXIS: uPlot.Axis = {
  stroke: colour('--ink-quiet'),
  grid: { stroke: colour('--line'), width: 1 },
  ticks: { show: false },
  font: '11px sans-serif',
};

/** Values from 0, without a legend. */
export const PLAIN = {
  legend: { show: false },
  cursor: { show: false },
  scales: { y: { range: (_, _min, max) => [0, Math.max(1, max * 1.1)] } },
} satisfies Partial<uPlot.Options>;
