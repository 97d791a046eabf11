/** Which notifications are told in one message: those of one watch about one version of its section; a notice stands alone. */
import type { ClaimedNotification } from '../domain/notification.ts';
import type { Bundle } from './channel.ts';

/**
 * Names the message a notification is told in, over all attempts. It depends on the watch and the version only, so a notification
 * keeps it however its bundle is put together later (one half replayed from the dead letters, say).
 */
export function messageKey(notification: ClaimedNotification): string {
  const { watchId, section, change, channel } = notification;
  return change === null ? notification.id : `${watchId}+${section}#${change.version}+${channel}`;
}

/** Groups notifications into bundles, in the order in which the first of each came. */
export function bundlesOf(notifications: readonly ClaimedNotification[]): Bundle[] {
  const bundles = new Map<string, [ClaimedNotification, ...ClaimedNotification[]]>();
  for (const notification of notifications) {
    const key = messageKey(notification);
    const bundle = bundles.get(key);
    if (bundle === undefined) bundles.set(key, [notification]);
    else bundle.push(notification);
  }
  return [...bundles.values()];
}

export function idsOf(...bundles: readonly Bundle[]): string[] {
  return bundles.flatMap((bundle) => bundle.map(({ id }) => id));
}
