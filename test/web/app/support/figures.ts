/** Made-up figures of an operator's charts, with a gap. */
import { RANGES, SERIES, type SeriesName, type SeriesRange } from '../../../../src/domain/series.ts';
import type { SeriesAnswer } from '../../../../src/web/contract/series.ts';

const SCALE = { count: 40, 'per-minute': 60, seconds: 0.8, bytes: 180e6 };
const CODES = ['PMC_SOURCE_STATUS', 'PMC_MAIL_FAILED', 'other'];

/** Returns the series up to `nowMs`. In the first third nothing was measured; latencies are rare. */
export function figuresOf(name: SeriesName, range: SeriesRange, nowMs: number): SeriesAnswer {
  const { seconds, step } = RANGES[range];
  const { unit, kind, columns: known } = SERIES[name];
  const columns = kind === 'codes' ? CODES : known.map((column) => column.name);
  const to = Math.floor(nowMs / 1_000 / step) * step;
  const count = seconds / step;
  const points = Array.from({ length: count }, (_, place) => {
    const isMeasured = place > count / 3 && (kind !== 'times' || place % 7 < 2);
    const value = (column: number): number => SCALE[unit] * (1 + Math.sin(place / 9 + column) / 3) * (column + 0.5);
    return [to - seconds + (place + 1) * step, ...columns.map((_, column) => (isMeasured ? value(column) : null))];
  });
  return { name, unit, stepSeconds: step, columns: [...columns], points };
}
