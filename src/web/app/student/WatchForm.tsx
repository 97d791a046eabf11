/** The form of a signed-in student who starts watches, or changes or ends one. */
import type { ComponentChildren, JSX } from 'preact';
import type { Watch } from '../../contract/watch.ts';
import { ErrorNote } from '../shared/ErrorNote.tsx';
import { useAction } from '../shared/use-action.ts';
import { useWords } from '../shared/words.tsx';

interface Props {
  /** The one that is changed. */
  watch?: Watch | undefined;
  disabled: boolean;
  /** How many watches the draft asks for. */
  count: number;
  onSave: () => Promise<void>;
  /** Given when a watch is changed. */
  onRemove?: (id: string) => Promise<void>;
  onClose: () => void;
  children: ComponentChildren;
}

export function WatchForm({ watch, disabled, count, onSave, onRemove, onClose, children }: Props): JSX.Element {
  const { t } = useWords();
  const { busy, error, run } = useAction();
  const finish = (work: () => Promise<void>): void =>
    run(async () => {
      await work();
      onClose();
    });
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        finish(onSave);
      }}
    >
      {children}
      {error && <ErrorNote error={error} />}
      <div class="buttons">
        <button type="submit" class="button button-primary" disabled={busy || disabled}>
          {watch ? t('watch.save') : t('watch.start', { count })}
        </button>
        {watch && onRemove && (
          <button
            type="button"
            class="button button-danger"
            disabled={busy}
            onClick={() => finish(() => onRemove(watch.id))}
          >
            {t('watch.stop')}
          </button>
        )}
      </div>
    </form>
  );
}
