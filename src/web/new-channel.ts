/** Checks a channel that a student adds. */
import { ECDH } from 'node:crypto';
import type { DestinationRules } from '../net/destination.ts';
import { resolveDestination } from '../net/destination.ts';
import type { PushSettings } from '../notify/web-push/settings.ts';
import type { WebhookFormat, WebhookSettings } from '../notify/webhook/settings.ts';
import { newWebhookSettings } from '../notify/webhook/settings.ts';
import { CodedError } from '../runtime/index.ts';
import type { NewChannel, PushSubscription } from './contract/channels.ts';
import { webError } from './errors.ts';

export type CheckedChannel =
  { type: 'web-push'; settings: PushSettings } | { type: 'webhook'; settings: WebhookSettings };

const AUTH_BYTES = 16;

/** `serverKey`: our public key. Rejects with PMC_BODY_INVALID, which names the field. */
export async function checkNewChannel(
  { type, subscription, format, url }: NewChannel,
  rules: DestinationRules,
  serverKey: string,
): Promise<CheckedChannel> {
  if (type === 'webhook') {
    if (subscription !== undefined) throw invalid('subscription', 'a webhook has none');
    return webhook(format, url, rules);
  }
  if (format !== undefined || url !== undefined)
    throw invalid(format === undefined ? 'url' : 'format', 'only a webhook has one');
  if (subscription === undefined) throw invalid('subscription', 'it is needed for web-push');
  return webPush(subscription, rules, serverKey);
}

async function webhook(
  format: WebhookFormat | undefined,
  url: string | undefined,
  rules: DestinationRules,
): Promise<CheckedChannel> {
  if (format === undefined) throw invalid('format', 'it is needed for a webhook');
  if (url === undefined) throw invalid('url', 'it is needed for a webhook');
  const { href } = await destination('url', url, rules);
  return { type: 'webhook', settings: newWebhookSettings(format, href) };
}

async function webPush(
  { endpoint, keys }: PushSubscription,
  rules: DestinationRules,
  serverKey: string,
): Promise<CheckedChannel> {
  if (!isPoint(keys.p256dh)) throw invalid('subscription.keys.p256dh', 'it is not a point on P-256');
  if (Buffer.from(keys.auth, 'base64url').length !== AUTH_BYTES)
    throw invalid('subscription.keys.auth', `it does not have ${AUTH_BYTES} bytes`);
  const { href } = await destination('subscription.endpoint', endpoint, rules);
  return { type: 'web-push', settings: { endpoint: href, keys, serverKey } };
}

async function destination(field: string, url: string, rules: DestinationRules): Promise<URL> {
  try {
    return await resolveDestination(url, rules);
  } catch (error) {
    if (error instanceof CodedError) throw webError('PMC_BODY_INVALID', { field, reason: error.message }, error);
    throw error;
  }
}

function isPoint(key: string): boolean {
  try {
    const point = Buffer.from(key, 'base64url');
    return point[0] === 4 && ECDH.convertKey(point, 'prime256v1').length === point.length;
  } catch {
    return false; // not on the curve, or of another length
  }
}

function invalid(field: string, reason: string): Error {
  return webError('PMC_BODY_INVALID', { field, reason });
}
