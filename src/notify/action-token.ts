/** The token in a link of a message: what one click does, signed. Whoever has the message may do it. */
import { createHmac } from 'node:crypto';
import { sameSecret } from '../net/same-secret.ts';

/** `stop` ends these watches. */
export interface Action {
  do: 'stop';
  watches: string[];
}

const LONGEST_TOKEN = 4_096;

/**
 * `<action>.<HMAC-SHA256>`, both base64url. It is the same every time and never expires, so that every attempt at a
 * message has the same links and old messages still work.
 */
export function signAction(action: Action, secret: string): string {
  const text = `${action.do}:${action.watches.map(encodeURIComponent).join(',')}`;
  return `${Buffer.from(text).toString('base64url')}.${macOf(text, secret).toString('base64url')}`;
}

/** Returns the action of a token that was signed with `secret`; undefined for any other text. */
export function readAction(token: string, secret: string): Action | undefined {
  const text = signedText(token, secret);
  if (text === undefined) return undefined;
  // Earlier versions signed the id of a watch alone.
  const [, list = text] = /^stop:(.*)$/s.exec(text) ?? [];
  return { do: 'stop', watches: list === text ? [text] : list.split(',').map(decodeURIComponent) };
}

function signedText(token: string, secret: string): string | undefined {
  const [encoded, mac, ...rest] = token.slice(0, LONGEST_TOKEN).split('.');
  if (encoded === undefined || mac === undefined || rest.length > 0) return undefined;
  const text = Buffer.from(encoded, 'base64url').toString();
  return sameSecret(Buffer.from(mac, 'base64url'), macOf(text, secret)) ? text : undefined;
}

/** The secret signs other things too. The prefix keeps those signatures from being valid here. */
function macOf(text: string, secret: string): Buffer {
  return createHmac('sha256', secret).update(`unsubscribe:${text}`).digest();
}
