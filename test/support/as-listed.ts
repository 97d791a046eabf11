/** Compares what the two ways of looking show: the page's list shows less than the API. */
import { noSeatsLeft } from '../../src/domain/section.ts';
import type { SeenSection } from '../../src/domain/section.ts';

/**
 * What the list shows of a section that the API shows: no waitlist, cancellation, campus or notes, and of a section
 * without seats left only this fact.
 */
export function asListed({ campus: _campus, mode: _mode, notes: _notes, ...section }: SeenSection): SeenSection {
  const { seats, reservedGroups: _groups, ...rest } = section;
  const listed = { ...rest, waitlist: null, cancelled: null };
  return (seats.available ?? 1) > 0
    ? unnamed({ ...section, ...listed })
    : { ...listed, seats: noSeatsLeft(seats.capacity!) };
}

/** Only the page names the groups that seats are held for. */
export function unnamed(section: SeenSection): SeenSection {
  const { reservedGroups, ...rest } = section;
  return reservedGroups === undefined
    ? rest
    : { ...rest, reservedGroups: reservedGroups.map((group) => ({ ...group, name: null })) };
}
