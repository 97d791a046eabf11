/** Courses that the typed text may mean, while a student types. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { SuggestedCourse, Suggestions } from '../../contract/search.ts';
import { ask } from '../shared/http.ts';

/** A text that follows another one sooner than this is not asked for until typing pauses for so long. */
const PAUSE_MS = 150;

/** `text` null: none are wanted. A failure gives none: the search itself says what is wrong. */
export function useSuggestions(place: string, text: string | null): readonly SuggestedCourse[] {
  const [courses, setCourses] = useState<readonly SuggestedCourse[]>([]);
  const typedAt = useRef(-Infinity);
  useEffect(() => {
    const now = performance.now();
    const fast = now - typedAt.current < PAUSE_MS;
    typedAt.current = now;
    if (text === null || text.trim().length < 2) return setCourses([]);
    const [institution = '', term = ''] = place.split('/');
    const gone = new AbortController();
    const timer = setTimeout(
      () => {
        const query = new URLSearchParams({ institution, term, q: text.trim() }).toString();
        ask<Suggestions>(`/api/v1/suggest?${query}`, { signal: gone.signal }).then(
          (found) => setCourses(found.courses),
          () => setCourses([]),
        );
      },
      fast ? PAUSE_MS : 0,
    );
    return () => {
      clearTimeout(timer);
      gone.abort();
    };
  }, [place, text]);
  return courses;
}
