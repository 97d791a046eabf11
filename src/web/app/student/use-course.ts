/** The sections of a course, for the dialog of a watch. */
import { useCallback } from 'preact/hooks';
import type { SectionState } from '../../contract/section.ts';
import { ask } from '../shared/http.ts';
import { useLoaded } from '../shared/use-loaded.ts';
import { courseKeyOf } from './watch-draft.ts';

/** `course`: `asu/2267/CSE/310`. */
export async function fetchCourse(course: string): Promise<SectionState[]> {
  const [institution = '', term = '', subject = '', number = ''] = course.split('/');
  const query = new URLSearchParams({ institution, term, q: `${subject} ${number}` });
  const { sections } = await ask<{ sections: SectionState[] }>(`/api/v1/search?${query}`);
  return sections.filter((state) => courseKeyOf(state) === course);
}

/** Begins with the one that is known. If the others cannot be loaded, it stays with that. */
export function useCourse(state: SectionState): SectionState[] {
  const course = courseKeyOf(state);
  const load = useCallback(() => fetchCourse(course), [course]);
  const { value = [] } = useLoaded(load);
  return value.some(({ section }) => section === state.section) ? value : [state, ...value];
}
