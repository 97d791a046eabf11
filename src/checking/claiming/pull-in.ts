/**
 * Moves due times that are too far in the future back to the longest possible pause. This happens when the interval or
 * the clock was changed after the sections were scheduled.
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

/** Returns a function that pulls in at its first call, and then at most once per interval. */
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
