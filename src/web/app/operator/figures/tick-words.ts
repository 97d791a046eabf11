/** The time axis of a chart, in the reader's own time zone. */
import type { SeriesRange } from '../../../../domain/series.ts';

const HOUR = 3_600;
const DAY = 86_400;

/** How far apart the ticks may be, in seconds. With less, two ticks could have the same words. */
export const TICKS_APART: Readonly<Record<SeriesRange, number[]>> = {
  '1h': [300, 600, 900, 1_800],
  '24h': [2 * HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR],
  '7d': [DAY, 2 * DAY],
};

const MINUTES = new Intl.DateTimeFormat('en-US', { hour: 'numeric', minute: '2-digit' });
const DAYS = new Intl.DateTimeFormat('en-US', { weekday: 'short', day: 'numeric' });

/** `second`: epoch seconds. */
export function tickWords(second: number, range: SeriesRange): string {
  return (range === '7d' ? DAYS : MINUTES).format(second * 1_000);
}
