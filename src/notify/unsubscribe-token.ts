/**
 * The token in an unsubscribe link. It stands for the owner of one watch, and never expires: old mails must still work.
 */
import { createHmac } from 'node:crypto';
import { sameSecret } from '../net/same-secret.ts';

const LONGEST_TOKEN = 512;

/** `<watch id>.<HMAC-SHA256>`, both base64url. */
export function signUnsubscribe(watchId: string, secret: string): string {
  return `${Buffer.from(watchId).toString('base64url')}.${macOf(watchId, secret).toString('base64url')}`;
}

/** The watch id of a token signed with `secret`; undefined for anything else. */
export function readUnsubscribe(token: string, secret: string): string | undefined {
  const [encoded, mac, ...rest] = token.slice(0, LONGEST_TOKEN).split('.');
  if (encoded === undefined || mac === undefined || rest.length > 0) return undefined;
  const watchId = Buffer.from(encoded, 'base64url').toString();
  return sameSecret(Buffer.from(mac, 'base64url'), macOf(watchId, secret)) ? watchId : undefined;
}

/** The secret signs other things too: the prefix keeps their signatures from being taken for this one. */
function macOf(watchId: string, secret: string): Buffer {
  return createHmac('sha256', secret).update(`unsubscribe:${watchId}`).digest();
}
