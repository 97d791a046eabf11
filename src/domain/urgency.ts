/** Decides which due looks cannot wait for the end of a pass. Pure. */
import { LOOKS_UNTIL_UNKNOWN } from './cadence.ts';
import type { SectionState } from './section.ts';

/** A lower number is more urgent. */
export const URGENCY = {
  /** A student watches a section that no look has shown yet. */
  awaited: 0,
  /** The last look failed or lacked the section, so another look must soon confirm it or not. */
  doubtful: 1,
  /** The section changed a short time ago, and seats flap. */
  hot: 2,
  ordinary: 3,
} as const;

export interface Scheduled {
  watched: boolean;
  state: SectionState | null;
  failures: number;
  missingForMs: number | null;
}

/** A section is hot for this many intervals after a change. Meanwhile it is looked at four times as often. */
export const HOT_INTERVALS = 4;

export function urgencyOf(
  { watched, state, failures, missingForMs }: Scheduled,
  intervalMs: number,
  nowMs: number,
): number {
  if (!watched) return URGENCY.ordinary;
  if (state === null) return failures < LOOKS_UNTIL_UNKNOWN ? URGENCY.awaited : URGENCY.ordinary;
  if ((failures > 0 && failures < LOOKS_UNTIL_UNKNOWN) || (missingForMs !== null && state.status !== 'cancelled'))
    return URGENCY.doubtful;
  return state.version > 1 && nowMs - Date.parse(state.changedAt) < HOT_INTERVALS * intervalMs
    ? URGENCY.hot
    : URGENCY.ordinary;
}
