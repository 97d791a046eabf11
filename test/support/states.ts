/** Sample section states for tests. */
import { countSeats, statusOf } from '../../src/domain/section.ts';
import type { SectionState, SeenSection } from '../../src/domain/section.ts';

export const AT = '2026-11-23T20:00:00.000Z';

interface Numbers {
  capacity?: number | null;
  enrolled?: number;
  reserved?: number;
}

/** A section as a look showed it: full, 150 of 150, nobody waiting. */
export function seen({
  capacity = 150,
  enrolled = 150,
  reserved = 0,
  ...rest
}: Partial<SeenSection> & Numbers = {}): SeenSection {
  return {
    term: '2267',
    classNumber: '66445',
    subject: 'CSE',
    catalogNumber: '310',
    title: 'Data Structures and Algorithms',
    instructors: ['Ada Alder'],
    meetings: [{ days: ['Mon', 'Wed'], start: '16:30', end: '17:45', location: 'Tempe - PSH153' }],
    seats: countSeats(capacity, enrolled, reserved),
    waitlist: { capacity: 0, count: 0 },
    cancelled: false,
    ...rest,
  };
}

/** The same as a sure state of version 1. */
export function state({
  capacity = 150,
  enrolled = 150,
  reserved = 0,
  ...rest
}: Partial<SectionState> & Numbers = {}): SectionState {
  const {
    cancelled: _cancelled,
    reservedGroups: _groups,
    instructors,
    meetings,
    waitlist,
    ...shown
  } = seen({ capacity, enrolled, reserved });
  const queue = rest.waitlist === undefined ? waitlist : rest.waitlist;
  return {
    ...shown,
    section: 'asu/2267/66445',
    institution: 'asu',
    instructors,
    meetings,
    waitlist: queue,
    status: statusOf(shown.seats, queue, false),
    version: 1,
    checkedAt: AT,
    changedAt: AT,
    ...rest,
  };
}
