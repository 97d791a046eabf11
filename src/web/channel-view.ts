/** What students see of their channels. URLs, keys and secrets of a channel stay in the store. */
import type { StudentChannel } from '../domain/channel.ts';
import { webhookSettings } from '../notify/webhook/settings.ts';
import type { WebhookFormat } from '../notify/webhook/settings.ts';
import type { Channel } from './contract/channels.ts';
import type { CheckedChannel } from './new-channel.ts';

const FORMAT_NAMES: Readonly<Record<WebhookFormat, string>> = {
  json: 'JSON',
  discord: 'Discord',
  slack: 'Slack',
  telegram: 'Telegram',
  ntfy: 'ntfy',
};

export function channelView(channel: StudentChannel): Channel {
  const { id, type, label, verified, muted, settings } = channel;
  return {
    id,
    type,
    label,
    verified,
    ...(muted !== null && { muted }),
    ...(type === 'webhook' && { format: webhookSettings(settings).format }),
  };
}

/** `browser`: a short name of the browser that asks. */
export function labelOf(checked: CheckedChannel, browser: string): string {
  if (checked.type === 'web-push') return browser;
  const { format, url } = checked.settings;
  return `${FORMAT_NAMES[format]} · ${new URL(url).host}`;
}

/** The key of a json webhook's signatures, which is told only once. */
export function secretOf({ type, settings }: CheckedChannel): { secret?: string } {
  return type === 'webhook' && settings.format === 'json' ? { secret: settings.secret } : {};
}

/** Whether both lead to the same place. */
export function isSame(channel: StudentChannel, { type, settings }: CheckedChannel): boolean {
  const target = type === 'web-push' ? settings.endpoint : settings.url;
  return channel.type === type && [channel.settings['endpoint'], channel.settings['url']].includes(target);
}
