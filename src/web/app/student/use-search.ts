/** Keeps the search in the page's address, so that it can be linked and the back button works. */
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { SectionList, SectionState } from '../../contract/section.ts';
import { type ApiError, ask, toApiError } from '../shared/http.ts';

export interface Query {
  institution: string;
  term: string;
  text: string;
}

export type Search =
  | { phase: 'none' }
  | { phase: 'loading'; query: Query }
  | { phase: 'done'; query: Query; sections: SectionState[] }
  | { phase: 'failed'; query: Query; error: ApiError };

export interface SearchHook {
  search: Search;
  submit: (query: Query) => void;
  again: () => void;
}

const LOOKS = 4;

/** `onFound` must be stable. */
export function useSearch(onFound: (sections: SectionState[]) => void): SearchHook {
  const [query, setQuery] = useState(readAddress);
  const [search, setSearch] = useState<Search>(query === null ? { phase: 'none' } : { phase: 'loading', query });

  useEffect(() => {
    // This event also fires for jumps within the page, which are not a new search.
    const back = (): void =>
      setQuery((current) => (JSON.stringify(current) === JSON.stringify(readAddress()) ? current : readAddress()));
    addEventListener('popstate', back);
    return () => removeEventListener('popstate', back);
  }, []);

  useEffect(() => {
    if (query === null) return setSearch({ phase: 'none' });
    const gone = new AbortController();
    setSearch({ phase: 'loading', query });
    find(query, gone.signal).then(
      (sections) => {
        onFound(sections);
        setSearch({ phase: 'done', query, sections });
      },
      (thrown: unknown) => {
        if (!gone.signal.aborted) setSearch({ phase: 'failed', query, error: toApiError(thrown) });
      },
    );
    return () => gone.abort();
  }, [query, onFound]);

  const submit = useCallback((next: Query) => {
    history.pushState(
      null,
      '',
      `?${new URLSearchParams({ institution: next.institution, term: next.term, q: next.text }).toString()}`,
    );
    setQuery(next);
  }, []);
  const again = useCallback(() => setQuery((current) => current && { ...current }), []);
  return { search, submit, again };
}

/** The first search for a course takes some seconds. The server says when to ask again. */
async function find({ institution, term, text }: Query, signal: AbortSignal): Promise<SectionState[]> {
  const path = `/api/v1/search?${new URLSearchParams({ institution, term, q: text }).toString()}`;
  for (let look = 1; ; look += 1) {
    try {
      return (await ask<SectionList>(path, { signal })).sections;
    } catch (thrown) {
      const error = toApiError(thrown);
      if (signal.aborted || error.code !== 'PMC_SECTION_PENDING' || look === LOOKS) throw thrown;
      await new Promise((resolve) => setTimeout(resolve, (error.retryAfter ?? 2) * 1000));
    }
  }
}

function readAddress(): Query | null {
  const given = new URLSearchParams(location.search);
  const institution = given.get('institution');
  const term = given.get('term');
  const text = given.get('q')?.trim();
  return institution && term && text ? { institution, term, text } : null;
}
