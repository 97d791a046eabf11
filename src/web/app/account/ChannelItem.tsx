/** One channel: what it is, whether it works, and its buttons. */
import type { JSX } from 'preact';
import type { Channel } from '../../contract/channels.ts';
import type { Translate } from '../../../words/typed.ts';
import { Icon } from '../shared/Icon.tsx';
import { useWords } from '../shared/words.tsx';
import { CodeForm } from './CodeForm.tsx';
import { muteWords } from './mute-words.ts';

interface Props {
  channel: Channel;
  busy: boolean;
  onTest: (channel: Channel, label: string) => void;
  onRemove: (channel: Channel, label: string) => void;
  onVerified: (label: string) => void;
}

export function ChannelItem({ channel, busy, onTest, onRemove, onVerified }: Props): JSX.Element {
  const { t } = useWords();
  const label = channel.label === '' ? t('channels.list.unnamed') : channel.label;
  const needsCode = !channel.verified && channel.type === 'webhook' && channel.format !== 'json';
  return (
    <li class="channel">
      <div class="channel-about">
        <p>
          <strong>{label}</strong>
        </p>
        <p class="quiet">{kindOf(channel, t)}</p>
        <ChannelState channel={channel} />
      </div>
      <div class="buttons">
        <button
          type="button"
          class="button button-quiet"
          disabled={busy}
          aria-label={t('channels.list.sendTestTo', { label })}
          onClick={() => onTest(channel, label)}
        >
          {t('channels.list.sendTest')}
        </button>
        {channel.type !== 'email' && (
          <button
            type="button"
            class="button button-quiet"
            disabled={busy}
            aria-label={t('channels.list.removeNamed', { label })}
            onClick={() => onRemove(channel, label)}
          >
            {t('channels.list.remove')}
          </button>
        )}
      </div>
      {needsCode && <CodeForm id={channel.id} label={label} onVerified={() => onVerified(label)} />}
    </li>
  );
}

function ChannelState({ channel: { verified, muted } }: { channel: Channel }): JSX.Element {
  const { t, formats } = useWords();
  if (muted !== undefined)
    return (
      <p class="channel-muted">
        <Icon name="warning" />
        <span>
          {t('channels.list.muted', { since: formats.moment(muted.since) })}. {muteWords(muted.reason, t)}
        </span>
      </p>
    );
  return (
    <p class={verified ? 'channel-ready' : 'quiet'}>
      <Icon name={verified ? 'check' : 'clock'} />
      <span>{t(verified ? 'channels.list.ready' : 'channels.list.unverified')}</span>
    </p>
  );
}

function kindOf({ type }: Channel, t: Translate): string {
  switch (type) {
    case 'email':
      return `${t('channels.list.email')}. ${t('channels.list.emailKept')}`;
    case 'web-push':
      return t('channels.list.webPush');
    case 'webhook':
      return t('channels.list.webhook');
    default:
      return type satisfies never;
  }
}
