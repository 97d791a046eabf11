/** Connects the search, the live states and the watches. */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { SectionState } from '../../contract/section.ts';
import { type ApiError, toApiError } from '../shared/http.ts';
import type { SessionHook } from '../shared/use-session.ts';
import type { News } from './live-sections.ts';
import { showOpened } from './notifications.ts';
import { type LiveSectionsHook, useLiveSections } from './use-live-sections.ts';
import { type SearchHook, useSearch } from './use-search.ts';
import { useWatches, type WatchesHook } from './use-watches.ts';
import { takeWish } from './wish.ts';

export interface Student {
  search: SearchHook;
  live: LiveSectionsHook;
  watches: WatchesHook;
  wishError: ApiError | undefined;
}

export function useStudent({ session, gone }: SessionHook): Student {
  const [found, setFound] = useState<SectionState[]>([]);
  const search = useSearch(setFound);
  const watches = useWatches(session?.email ?? null, gone);
  const watched = watches.watches;
  const live = useLiveSections([
    ...found.map(({ section }) => section),
    ...(watched ?? []).flatMap(({ covers }) => covers),
  ]);
  const {
    tell,
    known: { news },
  } = live;

  useEffect(() => tell({ type: 'found', sections: found }), [found, tell]);

  const wishError = useWish(session?.email, watches);

  const told = useRef<News | undefined>(undefined);
  useEffect(() => {
    const toldAt = told.current === undefined ? -1 : news.indexOf(told.current);
    const fresh = toldAt === -1 ? news : news.slice(0, toldAt);
    told.current = news[0];
    const mine = new Set(watched?.filter(({ paused }) => !paused).flatMap(({ covers }) => covers));
    for (const { change } of fresh) if (change.kind === 'opened' && mine.has(change.section)) showOpened(change);
    // Runs only when there is news, and reads the list of watches as it is at that moment.
  }, [news]);

  return { search, live, watches, wishError };
}

/** Starts the watch that was requested before sign-in, once. */
function useWish(email: string | undefined, { watches, add }: WatchesHook): ApiError | undefined {
  const [error, setError] = useState<ApiError>();
  const ready = email !== undefined && watches !== undefined;
  const start = useCallback(() => {
    const wish = ready ? takeWish(email) : undefined;
    if (wish === undefined || watches?.some(({ section }) => section === wish.section)) return;
    add(wish.section, wish.kinds).catch((thrown: unknown) => setError(toApiError(thrown)));
  }, [ready, email, watches, add]);
  useEffect(start, [start]);
  return error;
}
