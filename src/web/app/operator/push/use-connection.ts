/** The page's live connection, with the browser's socket and timers. */
import { useEffect, useState } from 'preact/hooks';
import type { Socket, SocketEvents } from '../../shared/live.ts';
import { Push } from './push.ts';

/** `token`: the OPERATOR_TOKEN; null: the session cookie counts. A component with another token needs another key. */
export function useConnection(token: string | null): Push {
  const [push] = useState(() => new Push({ connect, clock, random: Math.random, token }));
  useEffect(() => {
    const wake = (): void => push.wake();
    addEventListener('online', wake);
    document.addEventListener('visibilitychange', wake);
    return () => {
      removeEventListener('online', wake);
      document.removeEventListener('visibilitychange', wake);
      push.close();
    };
  }, [push]);
  return push;
}

const clock = {
  setTimeout: (callback: () => void, delayMs: number): unknown => window.setTimeout(callback, delayMs),
  clearTimeout: (timer: unknown): void => window.clearTimeout(timer as number),
};

function connect(events: SocketEvents): Socket {
  const socket = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws/operator`);
  socket.addEventListener('open', () => events.opened());
  socket.addEventListener('message', ({ data }: MessageEvent<string>) => events.received(data));
  // An error is always followed by a close.
  socket.addEventListener('close', () => events.closed());
  return socket;
}
