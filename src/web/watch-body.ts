/** Reads what clients send about watches. */
import { canonical } from '../domain/conditions.ts';
import { parseCourseKey } from '../domain/course.ts';
import { DEFAULT_TERMS } from '../domain/watch.ts';
import type { NewWatch } from '../domain/watch.ts';
import type { Institution } from '../institutions/institution.ts';
import { institutionOf, readSectionKey } from '../institutions/section-key.ts';
import { reasonOf } from '../runtime/index.ts';
import type { WatchPatch as StorePatch } from '../store/watches.ts';
import type { NewWatch as Body, WatchPatch } from './contract/watch.ts';
import { webError } from './errors.ts';

/** Throws PMC_BODY_INVALID, which names the field. `at` comes before its name. */
export function readWatch(body: Body, institutions: readonly Institution[], at = ''): NewWatch {
  const { section, course, conditions, ...given } = body;
  const invalid = (field: string, reason: string): Error =>
    webError('PMC_BODY_INVALID', { field: `${at}${field}`, reason });
  if ((section === undefined) === (course === undefined)) throw invalid('section', 'give either a section or a course');
  const terms = { ...DEFAULT_TERMS, ...given };
  try {
    if (section !== undefined) readSectionKey(section, institutions);
    else institutionOf(courseKey(course!), institutions);
  } catch (error) {
    throw invalid(section === undefined ? 'course' : 'section', reasonOf(error));
  }
  if (section === undefined) return { ...terms, course: course!, conditions: canonical(conditions ?? {}) };
  if (conditions !== undefined) throw invalid('conditions', 'only a watch of a course has them');
  return { ...terms, section };
}

/** Throws PMC_BODY_INVALID if the instant is invalid. An end for a pause also starts the pause. */
export function readPatch({ pausedUntil, ...patch }: WatchPatch): StorePatch {
  const conditions = patch.conditions === undefined ? {} : { conditions: canonical(patch.conditions) };
  if (pausedUntil === undefined || pausedUntil === null) return { ...patch, ...conditions };
  const until = Date.parse(pausedUntil);
  if (Number.isNaN(until))
    throw webError('PMC_BODY_INVALID', { field: 'pausedUntil', reason: 'is not an ISO 8601 instant' });
  return { ...patch, ...conditions, paused: true, pausedUntil: until };
}

function courseKey(text: string): string {
  const key = parseCourseKey(text);
  if (key === undefined) throw new Error(`"${text.slice(0, 100)}" is not a course, such as asu/2267/CSE/310`);
  return key.institution;
}
