/** Adds a webhook: where to, and the address. */
import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import type { NewChannel } from '../../contract/channels.ts';
import { ErrorNote } from '../shared/ErrorNote.tsx';
import { useAction } from '../shared/use-action.ts';
import { useWords } from '../shared/words.tsx';
import { addChannel, testChannel } from './channels-api.ts';

type Format = NonNullable<NewChannel['format']>;

/** Names of services are the same in every language. */
const SERVICES: [format: Format, name: string | null][] = [
  ['discord', 'Discord'],
  ['slack', 'Slack'],
  ['telegram', 'Telegram'],
  ['ntfy', 'ntfy'],
  ['json', null],
];

/** `onAdded`: with what to tell the student. */
export function AddWebhook({ onAdded }: { onAdded: (news: string) => void }): JSX.Element {
  const { t } = useWords();
  const { busy, error, run } = useAction();
  const [format, setFormat] = useState<Format>('discord');
  const [url, setUrl] = useState('');
  const [secret, setSecret] = useState('');
  const fields = { format: useId(), url: useId(), hint: useId() };
  const add = async (): Promise<void> => {
    const { id, label, secret: told = '' } = await addChannel({ type: 'webhook', format, url });
    setSecret(told);
    setUrl('');
    onAdded('');
    await testChannel(id);
    onAdded(t('channels.list.arrived', { label }));
  };
  return (
    <form
      class="channel-add stack"
      onSubmit={(event) => {
        event.preventDefault();
        run(add);
      }}
    >
      <h3>{t('channels.webhook.title')}</h3>
      <div class="field">
        <label for={fields.format}>{t('channels.webhook.format')}</label>
        <select
          id={fields.format}
          value={format}
          onChange={({ currentTarget }) => setFormat(currentTarget.value as Format)}
        >
          {SERVICES.map(([each, name]) => (
            <option key={each} value={each}>
              {name ?? t('channels.webhook.json')}
            </option>
          ))}
        </select>
      </div>
      <div class="field">
        <label for={fields.url}>{t('channels.webhook.url')}</label>
        <input
          id={fields.url}
          type="url"
          required
          value={url}
          aria-describedby={fields.hint}
          onInput={({ currentTarget }) => setUrl(currentTarget.value)}
        />
        <p id={fields.hint} class="quiet">
          {t(`channels.webhook.urlHint.${format}`)}
        </p>
      </div>
      <button type="submit" class="button button-accent" disabled={busy}>
        {t('channels.webhook.add')}
      </button>
      {secret !== '' && (
        <p role="status" class="channel-secret">
          {t('channels.webhook.secret')} <code>{secret}</code>
        </p>
      )}
      {error && <ErrorNote error={error} />}
    </form>
  );
}
