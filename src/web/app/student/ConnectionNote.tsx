/** Shows whether the figures on the page are live. */
import type { JSX } from 'preact';
import type { Connection } from '../shared/live.ts';

const WORDS: Record<Connection, string> = {
  idle: '',
  connecting: 'Connecting…',
  online: 'Live',
  waiting: 'Connection lost. Trying again; the figures may be old.',
};

export function ConnectionNote({ connection }: { connection: Connection }): JSX.Element {
  return (
    <p class={`connection connection-${connection}`} role="status">
      {WORDS[connection]}
    </p>
  );
}
