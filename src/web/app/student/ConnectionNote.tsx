/** Shows whether the figures on the page are live. */
import type { JSX } from 'preact';
import type { Connection } from '../shared/live.ts';
import { useWords } from '../shared/words.tsx';

export function ConnectionNote({ connection }: { connection: Connection }): JSX.Element {
  const { t } = useWords();
  // Browsers also call themselves offline while they reach a server on the same machine. The socket knows better.
  const offline = connection === 'reconnecting' && !navigator.onLine;
  return (
    <p class={`connection connection-${connection}`} role="status">
      {connection === 'idle' ? '' : t(`live.connection.${offline ? 'offline' : connection}`)}
    </p>
  );
}
