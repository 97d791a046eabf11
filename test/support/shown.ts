/** Sample results of looks, for tests of settling. */
import { observe } from '../../src/domain/change.ts';
import type { SectionState } from '../../src/domain/section.ts';
import type { CadenceRule, Shown } from '../../src/checking/settling/settle.ts';
import { seen } from './states.ts';

export const LATER = '2026-11-23T20:05:00.000Z';
export const rule: CadenceRule = { intervalMs: 300_000, nowMs: Date.parse(LATER), random: () => 0 };
export const KEY = 'asu/2267/66445';
export const HOUR_MS = 3_600_000;

export type Answered = Shown & { outcome: 'answered' };

/** An answer without a row. */
export const nothing: Answered = {
  outcome: 'answered',
  observed: [],
  absent: [],
  gone: [],
  unsure: [],
  further: [],
  inPassing: [],
};

/** An answer that shows 66445. */
export function shows(before: SectionState | null, over: Parameters<typeof seen>[0] = {}): Answered {
  return { ...nothing, observed: [observe('asu', before, seen(over), LATER)] };
}

/** An answer that lacks 66445, and an answer to a lookup of its number. */
export const lacking: Answered = { ...nothing, absent: [KEY] };
export const gone: Answered = { ...lacking, gone: [KEY] };

export const failed = {
  outcome: 'failed' as const,
  code: 'PMC_SOURCE_STATUS',
  message: 'the host answered 500',
  requests: 1,
};
