/**
 * The token in an unsubscribe link. It acts for the owner of one watch and never expires, so that old mails still work.
 */
import { createHmac } from 'node:crypto';
import { sameSecret } from '../net/same-secret.ts';

const LONGEST_TOKEN = 512;

/** `<watch id>.<HMAC-SHA256>`, both base64url. */
export function signUnsubscribe(watchId: string, secret: string): string {
  return `${Buffer.from(watchId).toString('base64url')}.${macOf(watchId, secret).toString('base64url')}`;
}

/** Returns the watch id of a token that was signed with `secret`; undefined for any other text. */
export function readUnsubscribe(token: string, secret: string): string | undefined {
  const [encoded, mac, ...rest] = token.slice(0, LONGEST_TOKEN).split('.');
  if (encoded === undefined || mac === undefined || rest.length > 0) return undefined;
  const watchId = Buffer.from(encoded, 'base64url').toString();
  return sameSecret(Buffer.from(mac, 'base64url'), macOf(watchId, secret)) ? watchId : undefined;
}

/** The secret signs other things too. The prefix keeps those signatures from being valid here. */
function macOf(watchId: string, secret: string): Buffer {
  return createHmac('sha256', secret).update(`unsubscribe:${watchId}`).digest();
}
