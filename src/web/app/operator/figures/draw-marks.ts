/**
 * Draws what happened behind the lines of a chart: critical alerts as bands, warnings as strips at the top, restarts as
 * dashed lines.
 */
import type uPlot from 'uplot';
import { colour } from '../../shared/chart.ts';
import { type Mark, spansOf } from './marks.ts';

const BAND = 0.14;
const STRIP = 5;
/** As wide as can still be seen. */
const LEAST_WIDTH = 2;
const DASH = [4, 3];

export function drawMarks(chart: uPlot, marks: readonly Mark[]): void {
  const { ctx, bbox } = chart;
  const { min = 0, max = 0 } = chart.scales['x'] ?? {};
  const [first, last] = [min ?? 0, max ?? 0];
  const place = (at: number): number => chart.valToPos(Math.min(last, Math.max(first, at)), 'x', true);
  const pixels = (count: number): number => count * devicePixelRatio;
  const fill = (isCritical: boolean, height: number): void => {
    for (const [from, until] of spansOf(marks, isCritical, last))
      if (until >= first && from <= last)
        ctx.fillRect(place(from), bbox.top, Math.max(pixels(LEAST_WIDTH), place(until) - place(from)), height);
  };
  ctx.save();
  ctx.fillStyle = colour('--bad')();
  ctx.globalAlpha = BAND;
  fill(true, bbox.height);
  ctx.globalAlpha = 1;
  fill(true, pixels(STRIP));
  ctx.fillStyle = colour('--reserved')();
  fill(false, pixels(STRIP));
  ctx.strokeStyle = colour('--ink-quiet')();
  ctx.lineWidth = pixels(1);
  ctx.setLineDash(DASH.map(pixels));
  for (const { kind, at } of marks) {
    if (kind !== 'restart' || at < first || at > last) continue;
    ctx.beginPath();
    ctx.moveTo(place(at), bbox.top);
    ctx.lineTo(place(at), bbox.top + bbox.height);
    ctx.stroke();
  }
  ctx.restore();
}
