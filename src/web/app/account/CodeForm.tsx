/** Takes the code that a message to a chat has shown. */
import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import { ErrorNote } from '../shared/ErrorNote.tsx';
import { useAction } from '../shared/use-action.ts';
import { useWords } from '../shared/words.tsx';
import { verifyChannel } from './channels-api.ts';

interface Props {
  id: string;
  label: string;
  onVerified: () => void;
}

export function CodeForm({ id, label, onVerified }: Props): JSX.Element {
  const { t } = useWords();
  const { busy, error, run } = useAction();
  const [code, setCode] = useState('');
  const field = useId();
  return (
    <form
      class="channel-code stack"
      onSubmit={(event) => {
        event.preventDefault();
        run(async () => {
          await verifyChannel(id, code);
          onVerified();
        });
      }}
    >
      <p>{t('channels.webhook.codeHow', { label })}</p>
      <div class="channel-row">
        <div class="field">
          <label for={field}>{t('channels.webhook.code')}</label>
          <input
            id={field}
            value={code}
            inputMode="numeric"
            autocomplete="one-time-code"
            required
            onInput={({ currentTarget }) => setCode(currentTarget.value)}
          />
        </div>
        <button type="submit" class="button button-primary" disabled={busy}>
          {t('channels.webhook.verify')}
        </button>
      </div>
      {error && <ErrorNote error={error} />}
    </form>
  );
}
