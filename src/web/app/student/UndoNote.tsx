/** Says that a watch has ended or is paused, and takes it back. It stays until it is answered: nobody has to hurry. */
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { ErrorNote } from '../shared/ErrorNote.tsx';
import { Icon } from '../shared/Icon.tsx';
import { useAction } from '../shared/use-action.ts';
import { useWords } from '../shared/words.tsx';
import type { Done } from './use-undo.ts';

export function UndoNote({ done: { text, tookFocus, undo, dismiss } }: { done: Done }): JSX.Element {
  const { t } = useWords();
  const { busy, error, run } = useAction();
  const button = useRef<HTMLButtonElement>(null);
  // This is what a student may want next.
  useEffect(() => {
    if (tookFocus) button.current?.focus();
  }, [text, tookFocus]);
  return (
    <div class="toasts toasts-undo">
      <div class="toast">
        <p role="status">{text}</p>
        <button ref={button} type="button" class="button button-quiet" disabled={busy} onClick={() => run(undo)}>
          {t('live.undo.undo')}
        </button>
        <button type="button" class="button button-icon" aria-label={t('live.toast.dismiss')} onClick={dismiss}>
          <Icon name="cross" />
        </button>
        {error && <ErrorNote error={error} />}
      </div>
    </div>
  );
}
