/** Courses that the typed text may mean, while a student types. */
import { useEffect, useState } from 'preact/hooks';
import type { SuggestedCourse, Suggestions } from '../../contract/search.ts';
import { ask } from '../shared/http.ts';

/** Typing pauses for so long before the server is asked. */
const PAUSE_MS = 150;

/** `text` null: none are wanted. A failure gives none: the search itself says what is wrong. */
export function useSuggestions(place: string, text: string | null): readonly SuggestedCourse[] {
  const [courses, setCourses] = useState<readonly SuggestedCourse[]>([]);
  useEffect(() => {
    if (text === null || text.trim().length < 2) return setCourses([]);
    const [institution = '', term = ''] = place.split('/');
    const gone = new AbortController();
    const timer = setTimeout(() => {
      const query = new URLSearchParams({ institution, term, q: text.trim() }).toString();
      ask<Suggestions>(`/api/v1/suggest?${query}`, { signal: gone.signal }).then(
        (found) => setCourses(found.courses),
        () => setCourses([]),
      );
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      gone.abort();
    };
  }, [place, text]);
  return courses;
}
