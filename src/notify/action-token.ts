/** The token in a link of a message: what one click does, signed. Whoever has the message may do it. */
import { createHmac } from 'node:crypto';
import type { NewWatch } from '../domain/watch.ts';
import { sameSecret } from '../net/same-secret.ts';

/** Ends, pauses for a day, or resumes these watches. */
interface WatchAction {
  do: 'stop' | 'pause' | 'resume';
  watches: string[];
}

/** Turns off or on what is sent over one channel of a student, or everything. */
interface ChannelAction {
  do: 'mute' | 'unmute' | 'all-off' | 'all-on';
  user: string;
  channel: string;
}

/** Starts watches again that were ended. */
interface RestartAction {
  do: 'restart';
  user: string;
  wishes: NewWatch[];
  /** Epoch ms. Without an end, whoever has an old page could start watches for ever. */
  until: number;
}

export type Action = WatchAction | ChannelAction | RestartAction;

/** A restart carries its watches. */
const LONGEST_TOKEN = 65_536;

/**
 * `<action>.<HMAC-SHA256>`, both base64url. It is the same every time and never expires, so that every attempt at a
 * message has the same links and old messages still work.
 */
export function signAction(action: Action, secret: string): string {
  const text = `${action.do}:${argumentsOf(action)}`;
  return `${Buffer.from(text).toString('base64url')}.${macOf(text, secret).toString('base64url')}`;
}

/** Short, because a mail's header must hold the ids of several watches on one line. */
function argumentsOf(action: Action): string {
  if (action.do === 'restart') return JSON.stringify([action.user, action.wishes, action.until]);
  return ('watches' in action ? action.watches : [action.user, action.channel]).map(encodeURIComponent).join(',');
}

/** Returns the action of a token that was signed with `secret`; undefined for any other text. */
export function readAction(token: string, secret: string): Action | undefined {
  const text = signedText(token, secret);
  if (text === undefined) return undefined;
  // Earlier versions signed the id of a watch alone.
  const [, name = 'stop', rest = text] = /^([a-z-]+):(.*)$/s.exec(text) ?? [];
  const ids = (): string[] => rest.split(',').map(decodeURIComponent);
  switch (name) {
    case 'stop':
    case 'pause':
    case 'resume':
      return { do: name, watches: ids() };
    case 'mute':
    case 'unmute':
    case 'all-off':
    case 'all-on': {
      const [user = '', channel = ''] = ids();
      return { do: name, user, channel };
    }
    case 'restart': {
      const [user, wishes, until] = JSON.parse(rest) as [string, NewWatch[], number];
      return { do: name, user, wishes, until };
    }
    default:
      return undefined;
  }
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
