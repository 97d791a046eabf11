/**
 * Brings sections that are due further ahead than possible back to the longest pause there is: another interval may
 * have been set than the one by which they were scheduled, or the clock.
 */
import { longestPauses } from '../../domain/cadence.ts';
import type { Clock, Logger } from '../../runtime/index.ts';
import type { SectionStore } from '../../store/sections.ts';

export interface PullInOptions {
  institution: string;
  sections: Pick<SectionStore, 'pullIn'>;
  intervalMs: number;
  clock: Pick<Clock, 'monotonic'>;
  log: Logger;
}

/** Does it at the first call, and then once an interval. */
export function pullInOnceAnInterval({ institution, sections, intervalMs, clock, log }: PullInOptions) {
  let nextAt = 0;
  return async (): Promise<void> => {
    if (clock.monotonic() < nextAt) return;
    const { ordinary, calm } = longestPauses(intervalMs);
    const pulled = await sections.pullIn(institution, ordinary, calm);
    nextAt = clock.monotonic() + intervalMs;
    if (pulled > 0) log.warn({ institution, sections: pulled }, 'sections were due further ahead than possible');
  };
}
