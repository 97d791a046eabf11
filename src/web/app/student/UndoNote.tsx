/** Says that a watch has ended, and takes it back. It stays until it is answered, so that nobody has to hurry. */
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { ErrorNote } from '../shared/ErrorNote.tsx';
import { Icon } from '../shared/Icon.tsx';
import { useAction } from '../shared/use-action.ts';
import { useWords } from '../shared/words.tsx';
import type { Ended } from './use-undo.ts';

export function UndoNote({ ended }: { ended: Ended }): JSX.Element {
  const { t } = useWords();
  const { busy, error, run } = useAction();
  const undo = useRef<HTMLButtonElement>(null);
  // The button that ended the watch is gone, and this is what a student may want next.
  useEffect(() => undo.current?.focus(), [ended.name]);
  return (
    <div class="toasts toasts-undo">
      <div class="toast">
        <p role="status">{t('live.undo.ended', { name: ended.name })}</p>
        <button ref={undo} type="button" class="button button-quiet" disabled={busy} onClick={() => run(ended.undo)}>
          {t('live.undo.undo')}
        </button>
        <button type="button" class="button button-icon" aria-label={t('live.toast.dismiss')} onClick={ended.dismiss}>
          <Icon name="cross" />
        </button>
        {error && <ErrorNote error={error} />}
      </div>
    </div>
  );
}
