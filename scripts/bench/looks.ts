/** Made-up looks at sections, for benches of the store alone. */
import { observe } from '../../src/domain/change.ts';
import { countSeats } from '../../src/domain/section.ts';
import type { SectionState, SeenSection } from '../../src/domain/section.ts';
import type { SectionCommit } from '../../src/store/sections.ts';

export const COURSES = 914;
export const INTERVAL_MS = 300_000;
/** The section-checker commits this many sections at once. */
export const BATCH = 500;

const FIRST_CLASS_NUMBER = 10_000;

export function keyAt(index: number): string {
  return `asu/2267/${FIRST_CLASS_NUMBER + index}`;
}

/** The index of a section of `keyAt`. */
export function numberOf(classNumber: string): number {
  return Number(classNumber) - FIRST_CLASS_NUMBER;
}

/** The commit of a look at `at` (epoch ms) that finds `enrolled` of 150 seats taken. */
export function commitOf(index: number, before: SectionState | null, enrolled: number, at: number): SectionCommit {
  const { state, changes } = observe('asu', before, shown(index, enrolled), new Date(at).toISOString());
  return {
    section: state.section,
    expectedVersion: before?.version ?? 0,
    state,
    unknown: false,
    missing: false,
    failures: 0,
    demand: 0,
    dueInMs: INTERVAL_MS,
    changes,
  };
}

function shown(index: number, enrolled: number): SeenSection {
  const course = index % COURSES;
  return {
    term: '2267',
    classNumber: String(FIRST_CLASS_NUMBER + index),
    subject: `S${Math.floor(course / 100)}`,
    catalogNumber: String(100 + (course % 100)),
    title: 'Data Structures and Algorithms',
    instructors: ['Ada Alder', 'Ben Birch'],
    meetings: [{ days: ['Mon', 'Wed'], start: '16:30', end: '17:45', location: 'Tempe - PSH153' }],
    seats: countSeats(150, enrolled, 0),
    waitlist: { capacity: 0, count: 0 },
    cancelled: false,
  };
}
