/** A section: one class offered in one term. */

export type Status = 'unknown' | 'cancelled' | 'open' | 'reserved' | 'waitlist' | 'full';
export type Day = 'Mon' | 'Tue' | 'Wed' | 'Thu' | 'Fri' | 'Sat' | 'Sun';

/** Times are local to the institution, `HH:MM` in 24 h; null where the source gives none (online classes). */
export interface Meeting {
  days: Day[];
  start: string | null;
  end: string | null;
  location: string;
}

/** `capacity` null or 9999 means unlimited. With a null capacity `available` and `open` are null too. */
export interface Seats {
  capacity: number | null;
  enrolled: number;
  available: number | null;
  reserved: number;
  open: number | null;
  /** The look showed only that no seat is left. `available` may be less, and `reserved` is not known. */
  rough?: true;
}
export interface Waitlist {
  capacity: number;
  count: number;
}

export type Mode = 'in-person' | 'online';

/** What a student should know before registering. A missing field: the source does not show it, or there is none. */
export interface Notes {
  /** Whether somebody must consent before a student can enrol. */
  consent?: boolean;
  /** The id of the pool of seats that the section shares with other sections. */
  sharedPool?: string;
  /** The last day to enrol, `YYYY-MM-DD`. */
  enrollBy?: string;
}

/** Seats held for a group of students. A group can be over-filled: `enrolled` can exceed `capacity`. */
export interface ReservedGroup {
  name: string;
  capacity: number;
  enrolled: number;
}

export interface SectionState {
  section: string;
  institution: string;
  term: string;
  classNumber: string;
  subject: string;
  catalogNumber: string;
  title: string;
  /** null, here and for `meetings` and `waitlist`: no look has ever shown it. */
  instructors: string[] | null;
  meetings: Meeting[] | null;
  status: Status;
  seats: Seats;
  waitlist: Waitlist | null;
  /** Absent, here and for the next three: no look has ever shown it. */
  campus?: string;
  mode?: Mode;
  notes?: Notes;
  /** Also absent while the names of the groups are not known. [] means that no seats are held for groups. */
  reservedGroups?: ReservedGroup[];
  version: number;
  checkedAt: string;
  changedAt: string;
}

/** What one sure look showed of a section. null or absent: this kind of look does not show the value. */
export interface SeenSection {
  term: string;
  classNumber: string;
  subject: string;
  catalogNumber: string;
  title: string;
  instructors: string[] | null;
  meetings: Meeting[] | null;
  seats: Seats;
  waitlist: Waitlist | null;
  campus?: string;
  mode?: Mode;
  notes?: Notes;
  /** A group's name is null if this look does not show it. The order is the source's. */
  reservedGroups?: (Omit<ReservedGroup, 'name'> & { name: string | null })[];
  /** The source still lists the section, but as cancelled. */
  cancelled: boolean | null;
}

export interface SectionKey {
  institution: string;
  term: string;
  classNumber: string;
}

const KEY = /^([a-z][a-z0-9-]{0,31})\/(\d{3,6})\/(\d{1,10})$/;
/** A capacity that the source gives to sections without a limit. */
export const UNLIMITED = 9999;

/** Parses a key such as `asu/2267/66445`; undefined: invalid. */
export function parseSectionKey(text: string): SectionKey | undefined {
  const match = KEY.exec(text);
  return match === null ? undefined : { institution: match[1]!, term: match[2]!, classNumber: match[3]! };
}

export function formatSectionKey({ institution, term, classNumber }: SectionKey): string {
  return `${institution}/${term}/${classNumber}`;
}

/** Derives `available` and `open`. `reserved` is the sum over the reserved groups, never negative. */
export function countSeats(capacity: number | null, enrolled: number, reserved: number): Seats {
  if (capacity === null) return { capacity, enrolled, available: null, reserved, open: null };
  const available = capacity - enrolled;
  return { capacity, enrolled, available, reserved, open: Math.max(0, available - reserved) };
}

/** Seats when all we know is that none is left: some pages show 0 for every over-enrolled section. */
export function noSeatsLeft(capacity: number): Seats {
  return { ...countSeats(capacity, capacity, 0), rough: true };
}

/** Whether any student could take a seat, ignoring the waitlist. */
export function hasOpenSeats({ capacity, open }: Seats): boolean {
  return capacity === null || capacity === UNLIMITED || (open ?? 0) > 0;
}

/** Whether there is a waitlist to speak of. A source that has none says 0 of 0, or a capacity below that. */
export function hasWaitlist(waitlist: Waitlist | null): waitlist is Waitlist {
  return waitlist !== null && (waitlist.capacity > 0 || waitlist.count > 0);
}

/** The status of a section after a sure look: the first rule that fits. */
export function statusOf(seats: Seats, waitlist: Waitlist | null, cancelled: boolean): Exclude<Status, 'unknown'> {
  if (cancelled) return 'cancelled';
  const open = hasOpenSeats(seats);
  if (open && (waitlist === null || waitlist.count <= 0)) return 'open';
  if (!open && (seats.available ?? 0) > 0) return 'reserved';
  if (waitlist !== null && waitlist.capacity > waitlist.count) return 'waitlist';
  return 'full';
}
