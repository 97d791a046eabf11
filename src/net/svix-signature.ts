/**
 * Checks the signature of webhooks that Svix sends, as Resend does
 * (https://docs.svix.com/receiving/verifying-payloads/how-manual).
 */
import { createHmac } from 'node:crypto';
import { sameSecret } from './same-secret.ts';

export interface SignedWebhook {
  /** The headers `svix-id`, `svix-timestamp` and `svix-signature`; '' if missing. */
  id: string;
  timestamp: string;
  signature: string;
  /** The body as it came. */
  body: string;
}

/** How far the timestamp may be from now. An older webhook may have been recorded and sent again. */
const WINDOW_MS = 5 * 60_000;

/** `secret`: `whsec_` and the key in base64. `now`: epoch ms. */
export function isSignedBySvix(
  { id, timestamp, signature, body }: SignedWebhook,
  secret: string,
  now: number,
): boolean {
  if (id === '' || !/^\d{1,12}$/.test(timestamp) || Math.abs(now - Number(timestamp) * 1_000) > WINDOW_MS) return false;
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const expected = `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
  // Several while a secret is being replaced.
  return signature.split(' ').some((given) => sameSecret(given, expected));
}
