/** How many classes are chosen, and the button that watches them all. It stays on the screen while one is chosen. */
import type { JSX } from 'preact';
import { useWords } from '../shared/words.tsx';
import type { Chosen } from './use-chosen.ts';

export function ChosenBar({
  chosen: { states, clear },
  onWatch,
}: {
  chosen: Chosen;
  onWatch: () => void;
}): JSX.Element {
  const { t } = useWords();
  const count = states.length;
  return (
    <div class={count === 0 ? 'chosen chosen-none' : 'chosen'}>
      <p role="status">{count > 0 && t('live.chosen.some', { count })}</p>
      {count > 0 && (
        <>
          <button type="button" class="button button-primary" onClick={onWatch}>
            {t('search.row.watch')}
          </button>
          <button
            type="button"
            class="button button-quiet"
            onClick={() => {
              clear();
              document.getElementById('main')?.focus();
            }}
          >
            {t('live.chosen.clear')}
          </button>
        </>
      )}
    </div>
  );
}
