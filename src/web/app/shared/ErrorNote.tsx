/** What failed, with the error's code for people who ask for help. */
import type { JSX } from 'preact';
import { Icon } from './Icon.tsx';
import { useWords } from './words.tsx';

export function ErrorNote({
  error,
  retry,
}: {
  error: { code: string; message: string };
  retry?: () => void;
}): JSX.Element {
  const { t, errorText } = useWords();
  return (
    <div class="note note-bad" role="alert">
      <Icon name="warning" />
      <p>
        {errorText(error)} <code>{error.code}</code>
      </p>
      {retry && (
        <button type="button" class="button button-quiet" onClick={retry}>
          {t('common.tryAgain')}
        </button>
      )}
    </div>
  );
}
