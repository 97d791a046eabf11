/** How far a cycle is, and when it will probably be over. Pure. */
import type { Cycle } from '../../../contract/nodes.ts';

export interface CycleProgress {
  /** Sections that were not looked at yet. */
  left: number;
  /** How long it will take at the pace so far. undefined: it has finished, or has not run long enough to tell. */
  leftMs?: number;
  /** Requests per minute. undefined for a cycle that is too short to tell. */
  requestsPerMinute?: number;
}

/** A shorter time says little about the pace. */
const LEAST_MS = 5_000;
const MINUTE_MS = 60_000;

export function progressOf(
  { startedAt, finishedAt, due, done, failed, requests }: Cycle,
  nowMs: number,
): CycleProgress {
  const settled = done + failed;
  const left = Math.max(0, due - settled);
  const tookMs = (finishedAt === undefined ? nowMs : Date.parse(finishedAt)) - Date.parse(startedAt);
  if (tookMs < LEAST_MS) return { left };
  return {
    left,
    requestsPerMinute: (requests * MINUTE_MS) / tookMs,
    ...(finishedAt === undefined && settled > 0 && { leftMs: (left * tookMs) / settled }),
  };
}
