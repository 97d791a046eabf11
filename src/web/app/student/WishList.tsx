/** The names of chosen watches, each with a way to drop it where that is still possible. */
import type { JSX } from 'preact';
import { Icon } from '../shared/Icon.tsx';
import { useWords } from '../shared/words.tsx';
import type { Wish } from './wish.ts';
import { subjectOf } from './wish.ts';

export function WishList({ wishes, onDrop }: { wishes: Wish[]; onDrop?: (wish: Wish) => void }): JSX.Element {
  const { t } = useWords();
  return (
    <ul class="plain wishes">
      {wishes.map((wish) => (
        <li key={subjectOf(wish)}>
          {wish.name}
          {onDrop && (
            <button
              type="button"
              class="button button-icon"
              aria-label={t('account.signIn.drop', { name: wish.name })}
              onClick={() => onDrop(wish)}
            >
              <Icon name="cross" />
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}
