/** Estimates when the sections of a look are looked at again. Pure. */
import type { Course, SeenSeats } from '../../store/watched.ts';
import { appealOf } from './appeal.ts';
import { CALM_INTERVALS } from './constants.ts';
import { nextTurn } from './order.ts';
import type { Pace } from './pace.ts';
import { gapMs } from './pace.ts';

/** A section as it is after the look. */
export interface After {
  section: string;
  classNumber: string;
  course: Course | null;
  /** Watches that are not paused. */
  watches: number;
  /** Of the last sure state; null: never surely seen. */
  state: SeenSeats | null;
}

interface CourseAfter {
  appeal: number;
  promise: number;
  lowestNumber: number;
}

/**
 * Returns a function that tells in how many milliseconds a section is looked at next. `pace` is from before the look;
 * `nowMs` is epoch milliseconds. A section that is not watched counts as one that changed long ago.
 */
export function nextLooks(after: readonly After[], pace: Pace, nowMs: number): (of: After) => number {
  const courses = new Map<string, CourseAfter>();
  let shown = 0;
  for (const section of after) {
    const course = courses.get(courseKey(section)) ?? { appeal: 0, promise: CALM_INTERVALS, lowestNumber: Infinity };
    courses.set(courseKey(section), course);
    if (section.watches === 0) continue;
    const appeal = appealOf({ watches: section.watches, seen: seenOf(section.state) }, nowMs);
    shown += appeal;
    course.appeal += appeal;
    course.lowestNumber = Math.min(course.lowestNumber, Number(section.classNumber));
    if (section.state?.status !== 'open' && section.state?.status !== 'cancelled') course.promise = 1;
  }
  return (of) => {
    const course = courses.get(courseKey(of)) ?? { appeal: 0, promise: 1, lowestNumber: Number(of.classNumber) };
    switch (pace.schedule) {
      case 'adaptive':
        return gapMs(pace, { ...course, shown });
      case 'fixed':
        return pace.intervalMs;
      case 'stagger':
        return nextTurn({ lowestNumber: course.lowestNumber, lookedAt: nowMs }, pace.intervalMs, 0) - nowMs;
      default:
        return pace.schedule satisfies never;
    }
  };
}

function courseKey({ section, course }: After): string {
  return course === null ? section : `${course.subject} ${course.catalogNumber}`;
}

function seenOf(state: SeenSeats | null): Parameters<typeof appealOf>[0]['seen'] {
  if (state === null) return null;
  const { status, seats, waitlist, changedAt, checkedAt } = state;
  return {
    status,
    open: seats.open,
    waiting: waitlist?.count ?? 0,
    changedAt: Date.parse(changedAt),
    lookedAt: Date.parse(checkedAt),
    checkedAt: Date.parse(checkedAt),
  };
}
