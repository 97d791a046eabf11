/** The page's live connection, using the browser's socket and timers. */
import { useEffect, useReducer, useState } from 'preact/hooks';
import { Live, type Socket, type SocketEvents } from '../shared/live.ts';
import { type LiveSections, nothingYet, reduceSections, type SectionEvent } from './live-sections.ts';

export interface LiveSectionsHook {
  known: LiveSections;
  tell: (event: SectionEvent) => void;
}

/** Follows `keys` (in any order) while the component is mounted. `tell` adds sections that came over HTTP. */
export function useLiveSections(keys: readonly string[]): LiveSectionsHook {
  const [known, tell] = useReducer<LiveSections, SectionEvent>(
    (state, event) => reduceSections(state, event, Date.now()),
    nothingYet,
  );
  const [live] = useState(() => new Live({ connect, clock, random: Math.random, onEvent: tell }));

  const wanted = keys.toSorted().join(' ');
  useEffect(() => live.follow(wanted === '' ? [] : wanted.split(' ')), [live, wanted]);

  useEffect(() => {
    const retry = (): void => {
      if (document.visibilityState === 'visible') live.retryNow();
    };
    addEventListener('online', retry);
    document.addEventListener('visibilitychange', retry);
    return () => {
      removeEventListener('online', retry);
      document.removeEventListener('visibilitychange', retry);
      live.close();
    };
  }, [live]);

  return { known, tell };
}

const clock = {
  setTimeout: (callback: () => void, delayMs: number): unknown => window.setTimeout(callback, delayMs),
  clearTimeout: (timer: unknown): void => window.clearTimeout(timer as number),
};

function connect(events: SocketEvents): Socket {
  const socket = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws`);
  socket.addEventListener('open', () => events.opened());
  socket.addEventListener('message', ({ data }: MessageEvent<string>) => events.received(data));
  // An error is always followed by a close.
  socket.addEventListener('close', () => events.closed());
  return socket;
}
