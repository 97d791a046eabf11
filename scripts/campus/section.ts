/** A section as the registrar's database would hold it. */
import { countSeats, statusOf } from '../../src/domain/section.ts';
import type { Seats, Status, Waitlist } from '../../src/domain/section.ts';

/** Seats held for a group of students. A group can be over-filled: `enrolled` can exceed `capacity`. */
export interface ReservedGroup {
  label: string;
  capacity: number;
  enrolled: number;
  until: string | null;
}

/** `days` are written as on the site, `M W` or `T Th`; times are `4:30 PM`, or null for online classes. */
export interface CampusMeeting {
  days: string;
  start: string | null;
  end: string | null;
  location: string;
}

/** `active`, `cancelled` (shown and marked as cancelled), or `vanished` (no longer in any answer). */
export type Listing = 'active' | 'cancelled' | 'vanished';

/** Everything about a section that can change. */
export interface SectionFacts {
  capacity: number;
  enrolled: number;
  reserved: ReservedGroup[];
  waitlist: Waitlist;
  /** null: nobody is assigned yet. */
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
  /** The row of a captured answer from which this section was read. */
  readonly captured?: CapturedRow;
}

export type CapturedRow = Record<string, unknown> & { CLAS: Record<string, unknown> };

/** The section key. The program watches this campus as institution `asu`. */
export function keyOf(section: CampusSection): string {
  return `asu/${section.term}/${section.classNumber}`;
}

/** The seats by the rules of the contract. A group that is over-filled holds no seats. */
export function seatsOf({ capacity, enrolled, reserved }: SectionFacts): Seats {
  return countSeats(
    capacity,
    enrolled,
    reserved.reduce((sum, group) => sum + Math.max(0, group.capacity - group.enrolled), 0),
  );
}

/** The status that a perfect watcher would report. */
export function statusOfSection(section: SectionFacts): Exclude<Status, 'unknown'> {
  return statusOf(seatsOf(section), section.waitlist, section.listing !== 'active');
}

/** The facts after one more seat has opened to anyone. Nobody waits, and the section is listed. */
export function withOneMoreSeat(section: SectionFacts): Partial<SectionFacts> {
  const { reserved, open } = seatsOf(section);
  const free = reserved + (open ?? 0) + 1;
  const capacity = Math.max(section.capacity, free);
  return { capacity, enrolled: capacity - free, waitlist: { ...section.waitlist, count: 0 }, listing: 'active' };
}

/** The facts after every seat was taken, including reserved seats. */
export function withoutSeats(section: SectionFacts): Partial<SectionFacts> {
  return {
    enrolled: Math.max(section.capacity, section.enrolled),
    reserved: section.reserved.map((group) => ({ ...group, enrolled: Math.max(group.capacity, group.enrolled) })),
  };
}
