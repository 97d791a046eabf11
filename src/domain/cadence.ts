/** When a look that failed is repeated. Pure. */

export type Schedule = 'adaptive' | 'fixed' | 'stagger';

/** After this many failed looks in a row, a section is `unknown` and a dead letter is written. */
export const LOOKS_UNTIL_UNKNOWN = 3;

const RETRY_MIN_MS = 2_000;
const RETRY_GROWTH = 4;
/** A retry may be early by up to this share of its pause, never late. */
const JITTER = 0.1;

/**
 * Milliseconds until a look is repeated, after `failures` failed looks in a row, at most one interval; null: it has its
 * ordinary turn again. `random` returns a number from 0 to 1.
 */
export function retryInMs(failures: number, intervalMs: number, random: () => number): number | null {
  if (failures === 0 || failures >= LOOKS_UNTIL_UNKNOWN) return null;
  return Math.min(intervalMs, RETRY_MIN_MS * RETRY_GROWTH ** (failures - 1)) * (1 - JITTER * random());
}
