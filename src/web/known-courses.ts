/** The known courses of each term, read again when they are some seconds old. */
import { CourseIndex } from '../domain/suggest.ts';
import type { Clock } from '../runtime/index.ts';
import type { KnownCourse } from '../store/found.ts';
import type { SectionStore } from '../store/sections.ts';
import { ExpiringMap } from './expiring-map.ts';

/** A term has thousands of courses, and every letter that somebody types asks for them. */
const GOOD_FOR_MS = 15_000;
const TERMS_MAX = 8;

export class KnownCourses {
  readonly #store: Pick<SectionStore, 'courses'>;
  readonly #read: ExpiringMap<Promise<CourseIndex<KnownCourse>>>;

  constructor(store: Pick<SectionStore, 'courses'>, clock: Clock) {
    this.#store = store;
    this.#read = new ExpiringMap(clock, GOOD_FOR_MS, TERMS_MAX);
  }

  /** Rejects while the store fails, and reads again when asked again. */
  async of(institution: string, term: string): Promise<CourseIndex<KnownCourse>> {
    const key = `${institution}/${term}`;
    const known = this.#read.get(key);
    const courses = known ?? this.#store.courses(institution, term).then((found) => new CourseIndex(found));
    if (known === undefined) this.#read.set(key, courses);
    try {
      return await courses;
    } catch (error) {
      this.#read.delete(key);
      throw error;
    }
  }
}
