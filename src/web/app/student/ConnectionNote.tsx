/** Shows whether the figures on the page are live. */
import type { JSX } from 'preact';
import type { Connection } from '../shared/live.ts';

const WORDS: Record<Connection, string> = {
  idle: '',
  connecting: 'Connecting…',
  online: 'Live',
  reconnecting: 'Reconnecting. The seats are as last seen.',
};
const OFFLINE = 'You are offline. The seats are as last seen.';

export function ConnectionNote({ connection }: { connection: Connection }): JSX.Element {
  // Browsers also call themselves offline while they reach a server on the same machine. The socket knows better.
  const offline = connection === 'reconnecting' && !navigator.onLine;
  return (
    <p class={`connection connection-${connection}`} role="status">
      {offline ? OFFLINE : WORDS[connection]}
    </p>
  );
}
