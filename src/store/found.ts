/** What a search of the known sections and courses finds. */
import type { SectionState } from '../domain/section.ts';

export interface SectionsFound {
  /** The first ones, the likeliest first. */
  sections: SectionState[];
  /** How many there are. */
  total: number;
}

/** A course of one term. */
export interface KnownCourse {
  /** `asu/2267/CSE/310`. */
  course: string;
  title: string;
  /** Its sections that were ever seen and are not cancelled. */
  sections: number;
  /** Those of them without a seat that any student can take, as far as we know. */
  full: number;
}
