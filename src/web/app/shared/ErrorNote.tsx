/** An error in the server's words, with its code for people who ask for help. */
import type { JSX } from 'preact';
import { Icon } from './Icon.tsx';

export function ErrorNote({
  error,
  retry,
}: {
  error: { code: string; message: string };
  retry?: () => void;
}): JSX.Element {
  return (
    <div class="note note-bad" role="alert">
      <Icon name="warning" />
      <p>
        {capitalise(error.message)} <code>{error.code}</code>
      </p>
      {retry && (
        <button type="button" class="button button-quiet" onClick={retry}>
          Try again
        </button>
      )}
    </div>
  );
}

const capitalise = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
