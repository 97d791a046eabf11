/** Which looks that are due cannot wait for the end of a pass. Pure. */
import { LOOKS_UNTIL_UNKNOWN } from './cadence.ts';
import type { SectionState } from './section.ts';

/** The more urgent, the lower. */
export const URGENCY = {
  /** A student has asked for a section that nobody has seen. */
  awaited: 0,
  /** The last look has failed, or lacked the section: one that agrees, or does not, is to come soon. */
  doubtful: 1,
  /** It changed a short time ago: seats flap. */
  hot: 2,
  ordinary: 3,
} as const;

export interface Scheduled {
  watched: boolean;
  state: SectionState | null;
  failures: number;
  missingForMs: number | null;
}

/** Of the interval: how long after a change a section is hot. So long it is looked at four times as often. */
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
