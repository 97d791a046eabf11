/** Connects the search, the live states and the watches. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { SectionState } from '../../contract/section.ts';
import type { SessionHook } from '../shared/use-session.ts';
import { useWords } from '../shared/words.tsx';
import type { News } from './live-sections.ts';
import { showOpened } from './notifications.ts';
import { type MessagesHook, useMessages } from './use-messages.ts';
import { type LiveSectionsHook, useLiveSections } from './use-live-sections.ts';
import { type SearchHook, useSearch } from './use-search.ts';
import { useWatches, type WatchesHook } from './use-watches.ts';

export interface Student {
  search: SearchHook;
  live: LiveSectionsHook;
  watches: WatchesHook;
  messages: MessagesHook;
}

export function useStudent({ session, gone }: SessionHook): Student {
  const [found, setFound] = useState<SectionState[]>([]);
  const search = useSearch(setFound);
  const watches = useWatches(session?.email ?? null, gone);
  const watched = watches.watches;
  const words = useWords();
  const live = useLiveSections([
    ...found.map(({ section }) => section),
    ...(watched ?? []).flatMap(({ covers }) => covers),
  ]);
  const {
    tell,
    known: { news },
  } = live;

  useEffect(() => tell({ type: 'found', sections: found }), [found, tell]);

  const told = useRef<News | undefined>(undefined);
  useEffect(() => {
    const toldAt = told.current === undefined ? -1 : news.indexOf(told.current);
    const fresh = toldAt === -1 ? news : news.slice(0, toldAt);
    told.current = news[0];
    const mine = new Set(watched?.filter(({ paused }) => !paused).flatMap(({ covers }) => covers));
    for (const { change } of fresh) if (change.kind === 'opened' && mine.has(change.section)) showOpened(change, words);
    // Runs only when there is news, and reads the list of watches and the words as they are at that moment.
  }, [news]);

  const mine = new Set(watched?.flatMap(({ covers }) => covers));
  const messages = useMessages(session?.email ?? null, news.find(({ change }) => mine.has(change.section))?.change.id);
  // Each watch says when it last told, and a newly sent message changes that.
  const lastSent = messages.messages?.reduce((last, { sentAt = '' }) => (sentAt > last ? sentAt : last), '');
  useEffect(() => {
    if (lastSent) watches.reload();
  }, [lastSent, watches.reload]);

  return { search, live, watches, messages };
}
