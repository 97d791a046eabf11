/** A section as the campus itself keeps it: what its registrar's database would hold. */
import { countSeats, statusOf } from '../../src/domain/section.ts';
import type { Seats, Status, Waitlist } from '../../src/domain/section.ts';

/** Seats kept for one group of students. Groups over-fill: `enrolled` can exceed `capacity`. */
export interface ReservedGroup {
  label: string;
  capacity: number;
  enrolled: number;
  until: string | null;
}

/** `days` as the site writes them, `M W` or `T Th`; times are `4:30 PM`, null for online classes. */
export interface CampusMeeting {
  days: string;
  start: string | null;
  end: string | null;
  location: string;
}

/** `active`, `cancelled` (still shown, marked as cancelled) or `vanished` (in no answer any more). */
export type Listing = 'active' | 'cancelled' | 'vanished';

/** What can happen to a section. */
export interface SectionFacts {
  capacity: number;
  enrolled: number;
  reserved: ReservedGroup[];
  waitlist: Waitlist;
  /** null: nobody has been assigned yet. */
  instructors: string[] | null;
  meetings: CampusMeeting[];
  listing: Listing;
}

/** A class may also move to another course. */
export type SectionChange = Partial<SectionFacts> & { catalogNumber?: string };

export interface CampusSection extends SectionFacts {
  readonly term: string;
  readonly classNumber: string;
  readonly subject: string;
  readonly subjectName: string;
  catalogNumber: string;
  readonly title: string;
  /** The number within the course, `1011`. */
  readonly sectionNumber: string;
  readonly units: number;
  /** The row of a captured answer this section came from. */
  readonly captured?: CapturedRow;
}

export type CapturedRow = Record<string, unknown> & { CLAS: Record<string, unknown> };

/** The rows of this campus are watched as institution `asu`. */
export function keyOf(section: CampusSection): string {
  return `asu/${section.term}/${section.classNumber}`;
}

/** Seat arithmetic of the contract, with the reserved groups clamped one by one. */
export function seatsOf({ capacity, enrolled, reserved }: SectionFacts): Seats {
  return countSeats(
    capacity,
    enrolled,
    reserved.reduce((sum, group) => sum + Math.max(0, group.capacity - group.enrolled), 0),
  );
}

/** The status a perfect watcher would report. */
export function statusOfSection(section: SectionFacts): Exclude<Status, 'unknown'> {
  return statusOf(seatsOf(section), section.waitlist, section.listing !== 'active');
}

/** The facts after one more seat has become free to anyone: nobody waits, and the section is listed. */
export function withOneMoreSeat(section: SectionFacts): Partial<SectionFacts> {
  const { reserved, open } = seatsOf(section);
  const free = reserved + (open ?? 0) + 1;
  const capacity = Math.max(section.capacity, free);
  return { capacity, enrolled: capacity - free, waitlist: { ...section.waitlist, count: 0 }, listing: 'active' };
}

/** The facts once every seat is taken, the reserved ones too. */
export function withoutSeats(section: SectionFacts): Partial<SectionFacts> {
  return {
    enrolled: Math.max(section.capacity, section.enrolled),
    reserved: section.reserved.map((group) => ({ ...group, enrolled: Math.max(group.capacity, group.enrolled) })),
  };
}
