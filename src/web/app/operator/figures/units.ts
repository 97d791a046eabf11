/** Values of a series in words, with their unit. Pure. */
import type { Series } from '../../../../domain/series.ts';

export type Unit = Series['unit'];

/** The highest value of an axis is never below this, so that next to nothing does not look like much. */
export const LEAST_TOP: Readonly<Record<Unit, number>> = { count: 1, 'per-minute': 1, seconds: 0.01, bytes: 1_000_000 };

/** `null`: nothing was measured. */
export function inWords(value: number | null, unit: Unit): string {
  if (value === null) return '–';
  switch (unit) {
    case 'count':
      return rounded(value);
    case 'per-minute':
      return `${rounded(value)}/min`;
    case 'seconds':
      return seconds(value);
    case 'bytes':
      return value < 1e9 ? `${rounded(value / 1e6)} MB` : `${rounded(value / 1e9)} GB`;
    default:
      return unit satisfies never;
  }
}

function seconds(value: number): string {
  if (value === 0) return '0 s';
  if (value < 1) return `${rounded(value * 1_000)} ms`;
  return value < 120 ? `${rounded(value)} s` : `${rounded(value / 60)} min`;
}

/** Small values keep decimal places. */
function rounded(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: value < 1 ? 2 : value < 10 ? 1 : 0 });
}
