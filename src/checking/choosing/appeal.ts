/** The appeal of a section: how much a look at it is expected to win. Pure. */
import { UNLIMITED } from '../../domain/section.ts';
import { FADE, GONE_WEIGHT, OPEN_WEIGHT, WAITING_WEIGHT } from './constants.ts';
import type { Row, Seen } from './row.ts';

const HOUR_MS = 3_600_000;

/**
 * √watches · (1 + hours since the last change)^−0.6 · chance of an opening. A section that was never seen counts as
 * one that has just changed. The appeal of a course is the sum over its watched sections. Source: the issue "Speed".
 */
export function appealOf({ watches, seen }: Pick<Row, 'watches' | 'seen'>, nowMs: number): number {
  if (seen === null) return Math.sqrt(watches);
  const hours = Math.max(0, nowMs - seen.changedAt) / HOUR_MS;
  return Math.sqrt(watches) * (1 + hours) ** -FADE * chance(seen);
}

function chance({ status, open, waiting }: Seen): number {
  if (status === 'cancelled') return GONE_WEIGHT;
  if (status === 'open') return OPEN_WEIGHT / Math.max(1, open ?? UNLIMITED);
  return 1 / (1 + WAITING_WEIGHT * Math.max(0, waiting));
}
