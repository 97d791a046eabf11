/** Keeps the search in the page's address, so that it can be linked and the back button works. */
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { SearchAnswer } from '../../contract/search.ts';
import type { SectionState } from '../../contract/section.ts';
import type { ApiError } from '../shared/http.ts';
import { find } from './find.ts';
import { addressOf, isSameQuery, type Query, readQuery } from './search-query.ts';

/** An answer always belongs to its query: results of another search or term are never shown under it. */
export type Search =
  | { phase: 'none' }
  | { phase: 'loading'; query: Query }
  | { phase: 'done'; query: Query; answer: SearchAnswer; refreshing: boolean }
  | { phase: 'failed'; query: Query; error: ApiError; retryInMs: number | null };

export interface SearchHook {
  search: Search;
  submit: (query: Query) => void;
  again: () => void;
}

const here = (): Query | null => readQuery(location.search);

/** `onFound` must be stable. */
export function useSearch(onFound: (sections: SectionState[]) => void): SearchHook {
  const [query, setQuery] = useState(here);
  const [search, setSearch] = useState<Search>(query === null ? { phase: 'none' } : { phase: 'loading', query });

  useEffect(() => {
    // This event also fires for jumps within the page, which are not a new search.
    const back = (): void => setQuery((current) => (isSameQuery(current, here()) ? current : here()));
    addEventListener('popstate', back);
    return () => removeEventListener('popstate', back);
  }, []);

  useEffect(() => {
    if (query === null) return setSearch({ phase: 'none' });
    const gone = new AbortController();
    setSearch({ phase: 'loading', query });
    const found = (answer: SearchAnswer, refreshing: boolean): void => {
      // A pasted key or address names its own term.
      const searched = answer.term === '' ? query : { ...query, term: answer.term };
      if (!isSameQuery(query, searched)) history.replaceState(null, '', addressOf(searched));
      onFound(answer.sections);
      setSearch({ phase: 'done', query: searched, answer, refreshing });
    };
    const failed = (error: ApiError, retryInMs: number | null): void =>
      setSearch((current) =>
        current.phase === 'done'
          ? { ...current, refreshing: false, answer: { ...current.answer, complete: false } }
          : { phase: 'failed', query, error, retryInMs },
      );
    void find(query, { found, failed }, gone.signal);
    return () => gone.abort();
  }, [query, onFound]);

  const submit = useCallback((next: Query) => {
    history.pushState(null, '', addressOf(next));
    setQuery(next);
  }, []);
  const again = useCallback(() => setQuery((current) => current && { ...current }), []);
  return { search, submit, again };
}
