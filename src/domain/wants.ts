/** Whether a watch is told of a change, and as what. Pure: one rule for every store. */
import type { Change, ChangeKind } from './change.ts';
import { kindsBetween } from './change.ts';
import type { SectionState } from './section.ts';
import { UNLIMITED } from './section.ts';
import type { WatchTerms } from './watch.ts';

type Wish = Pick<WatchTerms, 'kinds' | 'minSeats' | 'reservedGroup'>;

/** Its openings are what the section's status says. Any other watch has to be judged by its own seats. */
function isPlain({ minSeats, reservedGroup }: Omit<Wish, 'kinds'>): boolean {
  return minSeats <= 1 && reservedGroup === null;
}

/**
 * The kind as which the watch is told of the change; undefined: it is not told. A watch that waits for several seats,
 * or for those of a reserved group, is told of an opening when its usable seats reach `minSeats` from below, whatever
 * kinds of change show that. Of these it gets the first.
 */
export function wants(watch: Wish, { kind, before, after }: Change): ChangeKind | undefined {
  const { kinds, minSeats } = watch;
  if (isPlain(watch)) return kinds.includes(kind) ? kind : undefined;
  const opens = usableSeats(before, watch) < minSeats && usableSeats(after, watch) >= minSeats;
  if (opens && kinds.includes('opened')) return kindsBetween(before, after)[0] === kind ? 'opened' : undefined;
  return kind !== 'opened' && kinds.includes(kind) ? kind : undefined;
}

/** Whether the section is open for this watch now. */
export function isOpenFor(watch: Wish, state: SectionState): boolean {
  return isPlain(watch) ? state.status === 'open' : usableSeats(state, watch) >= watch.minSeats;
}

/**
 * Seats the student could take now; Infinity without a limit. While others wait there are none, because they come
 * first.
 */
export function usableSeats(state: SectionState, { reservedGroup }: Pick<Wish, 'reservedGroup'>): number {
  const { status, seats, reservedGroups = [] } = state;
  if (status !== 'open' && status !== 'reserved') return 0;
  if (seats.capacity === null || seats.capacity === UNLIMITED) return Infinity;
  const group = reservedGroups.find(({ name }) => name === reservedGroup);
  const held = group === undefined ? 0 : Math.max(0, group.capacity - group.enrolled);
  return (seats.open ?? 0) + Math.min(held, Math.max(0, seats.available ?? 0));
}
