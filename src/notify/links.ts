/** The links of a message: signed, so that they work without signing in. */
import type { ClaimedNotification } from '../domain/notification.ts';
import type { Action } from './action-token.ts';
import { signAction } from './action-token.ts';

/** Each page asks first, and names what it is about. */
export interface Links {
  /** The student's watches. */
  manage: string;
  /** Ends these watches. */
  stop: (watchIds: readonly string[]) => string;
  /** Pauses these watches for a day. */
  pause: (watchIds: readonly string[]) => string;
  /** Turns off the channel that the message came over. */
  channelOff: string;
  /** Turns off all messages to this student. */
  allOff: string;
}

/** `publicUrl`: without a slash at the end. */
export function linksFor(
  { userId: user, destination: channel }: Pick<ClaimedNotification, 'userId' | 'destination'>,
  publicUrl: string,
  secret: string,
): Links {
  const to = (action: Action): string =>
    `${publicUrl}/api/v1/unsubscribe?token=${encodeURIComponent(signAction(action, secret))}`;
  return {
    manage: `${publicUrl}/`,
    stop: (watches) => to({ do: 'stop', watches: [...watches] }),
    pause: (watches) => to({ do: 'pause', watches: [...watches] }),
    channelOff: to({ do: 'mute', user, channel }),
    allOff: to({ do: 'all-off', user, channel }),
  };
}
