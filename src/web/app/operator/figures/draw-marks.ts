/** Draws alerts as bands and restarts as lines, behind the lines of a chart. */
import type uPlot from 'uplot';
import { colour } from '../../shared/chart.ts';
import type { Mark } from './marks.ts';

const BAND = 0.13;
/** As wide as can still be seen. */
const LEAST_WIDTH = 2;
const DASH = [4, 3];

export function drawMarks(chart: uPlot, marks: readonly Mark[]): void {
  const { ctx, bbox } = chart;
  const right = bbox.left + bbox.width;
  const place = (at: number): number => Math.min(right, Math.max(bbox.left, chart.valToPos(at, 'x', true)));
  ctx.save();
  for (const { kind, isCritical, at, until } of marks) {
    const from = place(at);
    const to = until === null ? right : place(until);
    if (to <= bbox.left || from >= right) continue;
    const tone = isCritical ? '--bad' : '--reserved';
    if (kind === 'alert') {
      ctx.globalAlpha = BAND;
      ctx.fillStyle = colour(tone)();
      ctx.fillRect(from, bbox.top, Math.max(LEAST_WIDTH, to - from), bbox.height);
    }
    ctx.globalAlpha = 1;
    ctx.strokeStyle = colour(kind === 'alert' ? tone : '--ink-quiet')();
    ctx.lineWidth = devicePixelRatio;
    ctx.setLineDash(kind === 'alert' ? [] : DASH);
    ctx.beginPath();
    ctx.moveTo(from, bbox.top);
    ctx.lineTo(from, bbox.top + bbox.height);
    ctx.stroke();
  }
  ctx.restore();
}
