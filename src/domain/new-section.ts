/** A section that is seen for the first time, and for whom it is news. Pure. */
import type { SectionState } from './section.ts';
import { isOpenFor } from './wants.ts';
import type { Watch } from './watch.ts';

export interface CourseWatch extends Pick<Watch, 'kinds' | 'minSeats' | 'reservedGroup' | 'paused'> {
  /** Epoch milliseconds. */
  createdAt: number;
}

/**
 * Whether a watch that covers the section is told that it is new and open. There is no change: nothing is known of the
 * section before. `courseSeenAt`: when other sections of the course were last seen before this look, epoch ms; null:
 * never. The first look after a watch was made shows what there was all along, so only a later look shows news.
 */
export function isNewFor(watch: CourseWatch, state: SectionState, courseSeenAt: number | null): boolean {
  const wasSeen = courseSeenAt !== null && courseSeenAt >= watch.createdAt;
  return wasSeen && !watch.paused && watch.kinds.includes('opened') && isOpenFor(watch, state);
}
