/** Looks once at what a student wants to watch and nobody has seen, while the student waits. */
import type { CourseKey } from '../domain/course.ts';
import { formatCourseKey, parseCourseKey } from '../domain/course.ts';
import { parseSectionKey } from '../domain/section.ts';
import type { SectionKey } from '../domain/section.ts';
import type { NewWatch } from '../domain/watch.ts';
import { institutionsError } from '../institutions/errors.ts';
import type { Institution } from '../institutions/institution.ts';
import type { Clock } from '../runtime/index.ts';
import type { Store } from '../store/store.ts';
import { watchingError } from './errors.ts';

type Looked = Promise<{ outcome: 'seen' | 'not-found' | 'unseen' | 'pending' }>;

export interface FirstLooksOptions {
  store: Pick<Store, 'watches' | 'channels' | 'sections' | 'terms'>;
  institutions: readonly Institution[];
  /** Milliseconds between two checks of a section. */
  intervalMs: number;
  /** Look once at a section, or a course, that has never been seen. */
  firstLook: (key: SectionKey, userId: string) => Looked;
  firstCourseLook: (course: CourseKey, userId: string) => Looked;
  clock: Pick<Clock, 'now'>;
}

/** Whether what is watched is known to exist, and in how many milliseconds to check it next. */
interface FirstLook {
  verified: boolean;
  dueInMs: number;
}

export class FirstLooks {
  readonly #options: FirstLooksOptions;

  constructor(options: FirstLooksOptions) {
    this.#options = options;
  }

  /** Rejects with PMC_SECTION_NOT_FOUND or PMC_COURSE_NOT_FOUND. */
  look({ section, course }: NewWatch, userId: string): Promise<FirstLook> {
    return section === undefined ? this.#lookAtCourse(course, userId) : this.#lookAtSection(section, userId);
  }

  /** Throws PMC_TERM_OVER if the term is over: by the calendar, or because the source no longer lists it. */
  async refuseOverTerm({ section, course }: NewWatch): Promise<void> {
    const { institutions, store, clock } = this.#options;
    const key = section === undefined ? parseCourseKey(course)! : parseSectionKey(section)!;
    const term = institutions.find(({ id }) => id === key.institution)?.termOf(key.term, clock.now());
    const over = term?.over === true || (await store.terms.over(key.institution)).includes(key.term);
    if (over)
      throw watchingError('PMC_TERM_OVER', { term: term?.name ?? `Term ${key.term}`, what: section ?? course! });
  }

  async #lookAtSection(section: string, userId: string): Promise<FirstLook> {
    const { store, firstLook, intervalMs, clock } = this.#options;
    const state = await store.sections.state(section);
    if (state !== undefined) {
      const leftMs = Date.parse(state.checkedAt) + intervalMs - clock.now();
      return { verified: true, dueInMs: Math.min(intervalMs, Math.max(0, leftMs)) };
    }
    const { outcome } = await firstLook(parseSectionKey(section)!, userId);
    if (outcome === 'not-found') throw institutionsError('PMC_SECTION_NOT_FOUND', { section });
    return outcome === 'seen' ? { verified: true, dueInMs: intervalMs } : { verified: false, dueInMs: 0 };
  }

  /** A course that is known is due at once: one request shows all its sections, also new ones. */
  async #lookAtCourse(course: string, userId: string): Promise<FirstLook> {
    const { firstCourseLook, intervalMs } = this.#options;
    const key = parseCourseKey(course)!;
    if (await this.#isKnown(key)) return { verified: true, dueInMs: 0 };
    const { outcome } = await firstCourseLook(key, userId);
    if (await this.#isKnown(key)) return { verified: true, dueInMs: intervalMs };
    if (outcome === 'unseen' || outcome === 'pending') return { verified: false, dueInMs: 0 };
    throw watchingError('PMC_COURSE_NOT_FOUND', { course });
  }

  async #isKnown(key: CourseKey): Promise<boolean> {
    const courses = await this.#options.store.sections.courses(key.institution, key.term);
    return courses.some(({ course }) => course === formatCourseKey(key));
  }
}
