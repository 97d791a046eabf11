/**
 * What a student can do with a watch: pause it for a day or longer, resume it, change it, remove it. No button is
 * disabled while another works, because a disabled button loses the focus.
 */
import type { JSX } from 'preact';
import { PAUSE_MS } from '../../../domain/watch.ts';
import type { Watch } from '../../contract/watch.ts';
import { Icon } from '../shared/Icon.tsx';
import { useWords } from '../shared/words.tsx';
import type { WatchesHook } from './use-watches.ts';

interface Props {
  watch: Watch;
  /** What students call it. */
  name: string;
  hook: WatchesHook;
  busy: boolean;
  run: (work: () => Promise<void>) => void;
  /** null: it cannot be changed yet. */
  onEdit: (() => void) | null;
}

export function WatchButtons({
  watch: { id, paused, pausedUntil },
  name,
  hook,
  busy,
  run,
  onEdit,
}: Props): JSX.Element {
  const { t } = useWords();
  const act = (work: () => Promise<void>): void => {
    if (!busy) run(work);
  };
  const pauseADay = (): Promise<void> =>
    hook.change(id, { pausedUntil: new Date(Date.now() + PAUSE_MS).toISOString() });
  return (
    <div class="buttons">
      <button
        type="button"
        class="button button-quiet"
        aria-disabled={busy}
        aria-label={t(paused ? 'live.item.resumeOf' : 'live.item.pauseOf', { name })}
        onClick={() => act(() => (paused ? hook.change(id, { paused: false }) : pauseADay()))}
      >
        <Icon name={paused ? 'play' : 'pause'} />
        {t(paused ? 'live.item.resume' : 'live.item.pause')}
      </button>
      {pausedUntil !== null && (
        <button
          type="button"
          class="button button-quiet"
          aria-disabled={busy}
          aria-label={t('live.item.stayOf', { name })}
          onClick={() => act(() => hook.change(id, { paused: true }))}
        >
          {t('live.item.stay')}
        </button>
      )}
      {onEdit !== null && (
        <button
          type="button"
          class="button button-quiet"
          aria-disabled={busy}
          aria-label={t('live.item.changeOf', { name })}
          onClick={onEdit}
        >
          {t('live.item.change')}
        </button>
      )}
      <button
        type="button"
        class="button button-quiet"
        aria-disabled={busy}
        aria-label={t('live.item.removeOf', { name })}
        onClick={() => act(() => hook.remove(id))}
      >
        {t('live.item.remove')}
      </button>
    </div>
  );
}
