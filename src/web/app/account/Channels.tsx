/** How the student is told: the channels, each with a test and what to do when it does not work. */
import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { Channel, ChannelList } from '../../contract/channels.ts';
import { ErrorNote } from '../shared/ErrorNote.tsx';
import { useAction } from '../shared/use-action.ts';
import { useLoaded } from '../shared/use-loaded.ts';
import { useWords } from '../shared/words.tsx';
import '../styles/account/channels.css';
import { AddBrowser } from './AddBrowser.tsx';
import { AddWebhook } from './AddWebhook.tsx';
import { ChannelItem } from './ChannelItem.tsx';
import { fetchChannels, removeChannel, testChannel } from './channels-api.ts';

export function Channels({ email }: { email: string }): JSX.Element {
  const { t } = useWords();
  const { value, error: unloaded, reload } = useLoaded<ChannelList>(fetchChannels);
  const { busy, error, run } = useAction();
  const [news, setNews] = useState('');
  const title = useRef<HTMLHeadingElement>(null);
  const tell = (text: string): void => {
    setNews(text);
    reload();
  };
  const test = ({ id }: Channel, label: string): void =>
    run(async () => {
      setNews('');
      await testChannel(id);
      tell(t('channels.list.arrived', { label }));
    });
  const remove = ({ id }: Channel, label: string): void =>
    run(async () => {
      setNews('');
      await removeChannel(id);
      // The button goes away, and the focus with it.
      title.current?.focus();
      tell(t('channels.list.removed', { label }));
    });
  return (
    <section class="card stack" aria-labelledby="channels-title">
      <h2 id="channels-title" ref={title} tabIndex={-1}>
        {t('channels.list.title')}
      </h2>
      <p class="quiet">{t('channels.list.lead')}</p>
      {unloaded && <ErrorNote error={unloaded} retry={reload} />}
      <ul class="plain channels">
        {value?.channels.map((channel) => (
          <ChannelItem
            key={channel.id}
            channel={channel}
            busy={busy}
            onTest={test}
            onRemove={remove}
            onVerified={(label) => tell(t('channels.webhook.verified', { label }))}
          />
        ))}
      </ul>
      <p class="quiet saved" role="status">
        {news}
      </p>
      {error && <ErrorNote error={error} />}
      <AddBrowser email={email} onAdded={() => tell(t('channels.browser.added'))} />
      <AddWebhook onAdded={tell} />
    </section>
  );
}
