/** What is stored about the student: download it, or delete it. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { Dialog } from '../shared/Dialog.tsx';
import { ErrorNote } from '../shared/ErrorNote.tsx';
import { useAction } from '../shared/use-action.ts';
import { useWords } from '../shared/words.tsx';
import { deleteMe, EXPORT_URL } from './api.ts';

export function MyData({ onRemoved }: { onRemoved: () => void }): JSX.Element {
  const { t } = useWords();
  const [asking, setAsking] = useState(false);
  const { busy, error, run } = useAction();
  const close = (): void => setAsking(false);
  return (
    <section class="card stack" aria-labelledby="data-title">
      <h2 id="data-title">{t('account.page.data')}</h2>
      <div class="buttons">
        <a class="button button-quiet" href={EXPORT_URL} download="pickmyclass.json">
          {t('account.page.download')}
        </a>
        <button type="button" class="button button-danger" onClick={() => setAsking(true)}>
          {t('account.page.remove')}
        </button>
      </div>
      {asking && (
        <Dialog title={t('account.page.removeTitle')} onClose={close}>
          <p>{t('account.page.removeHow')}</p>
          {error && <ErrorNote error={error} />}
          <div class="buttons">
            <button type="button" class="button button-quiet" onClick={close}>
              {t('account.page.keep')}
            </button>
            <button
              type="button"
              class="button button-danger"
              disabled={busy}
              onClick={() =>
                run(async () => {
                  await deleteMe();
                  onRemoved();
                })
              }
            >
              {t('account.page.removeSure')}
            </button>
          </div>
        </Dialog>
      )}
    </section>
  );
}
