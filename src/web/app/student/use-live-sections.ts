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
    const wake = (): void => {
      if (document.visibilityState === 'visible') live.wake();
    };
    const stopped = onSleep(wake);
    addEventListener('online', wake);
    addEventListener('offline', wake);
    document.addEventListener('visibilitychange', wake);
    return () => {
      stopped();
      removeEventListener('online', wake);
      removeEventListener('offline', wake);
      document.removeEventListener('visibilitychange', wake);
      live.close();
    };
  }, [live]);

  return { known, tell };
}

const BEAT_MS = 5_000;

/** Calls back when the clock has jumped, as after a closed lid. Timers stand still in a machine that sleeps. */
function onSleep(woken: () => void): () => void {
  let last = Date.now();
  const timer = setInterval(() => {
    const now = Date.now();
    if (now - last > 2 * BEAT_MS) woken();
    last = now;
  }, BEAT_MS);
  return () => clearInterval(timer);
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
