/**
 * Looks again at courses that could not be looked at when a watch of them began. The sections of such a course are not
 * known, so no scheduler looks at it.
 */
import { parseCourseKey } from '../domain/course.ts';
import type { Store } from '../store/store.ts';
import type { FirstLooksOptions } from './first-looks.ts';

export interface UnverifiedCoursesOptions extends Pick<FirstLooksOptions, 'firstCourseLook'> {
  store: { watches: Pick<Store['watches'], 'unverifiedCourses' | 'endUnverified'> };
}

/** Courses per round. */
const AT_ONCE = 5;

export class UnverifiedCourses {
  readonly #options: UnverifiedCoursesOptions;
  /** Where the last round ended, so that every course has its turn. */
  #after = '';

  constructor(options: UnverifiedCoursesOptions) {
    this.#options = options;
  }

  /** Looks at some of them. The watches of a course that the source does not list end with a notice. */
  async look(): Promise<void> {
    const { store, firstCourseLook } = this.#options;
    const courses = await store.watches.unverifiedCourses(this.#after, AT_ONCE);
    this.#after = courses.length < AT_ONCE ? '' : courses.at(-1)!.course;
    for (const { course, userId } of courses) {
      const { outcome } = await firstCourseLook(parseCourseKey(course)!, userId);
      // The commit of an answer has verified the watches of a course that exists.
      if (outcome === 'seen' || outcome === 'not-found') await store.watches.endUnverified(course);
    }
  }
}
