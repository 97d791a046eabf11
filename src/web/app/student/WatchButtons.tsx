/** What a student can do with a watch: pause or resume it, change it, remove it. */
import type { JSX } from 'preact';
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

export function WatchButtons({ watch, name, hook, busy, run, onEdit }: Props): JSX.Element {
  const { t } = useWords();
  return (
    <div class="buttons">
      <button
        type="button"
        class="button button-quiet"
        disabled={busy}
        aria-label={t(watch.paused ? 'live.item.resumeOf' : 'live.item.pauseOf', { name })}
        onClick={() => run(() => hook.change(watch.id, { paused: !watch.paused }))}
      >
        <Icon name={watch.paused ? 'play' : 'pause'} />
        {t(watch.paused ? 'live.item.resume' : 'live.item.pause')}
      </button>
      {onEdit !== null && (
        <button
          type="button"
          class="button button-quiet"
          disabled={busy}
          aria-label={t('live.item.changeOf', { name })}
          onClick={onEdit}
        >
          {t('live.item.change')}
        </button>
      )}
      <button
        type="button"
        class="button button-quiet"
        disabled={busy}
        aria-label={t('live.item.removeOf', { name })}
        onClick={() => run(() => hook.remove(watch.id))}
      >
        {t('live.item.remove')}
      </button>
    </div>
  );
}
