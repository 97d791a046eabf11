/** The order of results: by course or by what is wanted, watched sections first. Pure. */
import type { SectionState } from '../../contract/section.ts';

export const ORDERS = ['course', 'seats', 'time'] as const;
export type Order = (typeof ORDERS)[number];

/** Open first; what cannot be seen or taken comes last. */
const BY_STATUS: SectionState['status'][] = ['open', 'waitlist', 'reserved', 'full', 'unknown', 'cancelled'];
/** `HH:MM` sorts as text, and sections without a time come last. */
const NO_TIME = '99:99';

/** Groups by course, in the order in which they were found. */
export function byCourse(sections: readonly SectionState[]): SectionState[][] {
  const courses = new Map<string, SectionState[]>();
  for (const state of sections) {
    const course = `${state.subject} ${state.catalogNumber} ${state.title}`;
    courses.set(course, [...(courses.get(course) ?? []), state]);
  }
  return [...courses.values()];
}

/** Sorts the sections of each course, and courses with watched sections first. Equal ones keep their order. */
export function inOrder(
  sections: readonly SectionState[],
  order: Order,
  isWatched: (section: string) => boolean,
): SectionState[][] {
  const rank = (state: SectionState): number => (isWatched(state.section) ? 0 : 1);
  return byCourse(sections.toSorted((a, b) => rank(a) - rank(b))).map((course) =>
    course.toSorted((a, b) => rank(a) - rank(b) || compare(a, b, order)),
  );
}

function compare(a: SectionState, b: SectionState, order: Order): number {
  switch (order) {
    case 'course':
      return 0;
    case 'seats':
      return BY_STATUS.indexOf(a.status) - BY_STATUS.indexOf(b.status) || openIn(b) - openIn(a);
    case 'time':
      return startOf(a).localeCompare(startOf(b));
    default:
      return order satisfies never;
  }
}

/** A section without a limit has the most. */
function openIn({ seats: { open } }: SectionState): number {
  return open ?? Number.MAX_SAFE_INTEGER;
}

function startOf({ meetings }: SectionState): string {
  return (meetings ?? []).reduce((first, { start }) => (start !== null && start < first ? start : first), NO_TIME);
}
