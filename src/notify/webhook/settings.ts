/** What is stored about a webhook. */
import { randomBytes } from 'node:crypto';
import type { ChatFormat } from './formats.ts';
import { CHAT_FORMATS } from './formats.ts';

export const WEBHOOK_FORMATS = ['json', ...CHAT_FORMATS] as const;
export type WebhookFormat = (typeof WEBHOOK_FORMATS)[number];

export type WebhookSettings =
  | { readonly format: 'json'; readonly url: string; readonly secret: string }
  | { readonly format: ChatFormat; readonly url: string };

const SECRET_BYTES = 32;

/** The settings of a new webhook. */
export function newWebhookSettings(format: WebhookFormat, url: string): WebhookSettings {
  return format === 'json' ? { format, url, secret: randomBytes(SECRET_BYTES).toString('base64url') } : { format, url };
}

/** Reads settings from the store, which come from `newWebhookSettings`. */
export function webhookSettings(stored: Record<string, unknown>): WebhookSettings {
  return stored as unknown as WebhookSettings;
}
