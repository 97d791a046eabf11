/**
 * Which notifications go into one message: those of one watch about one version of its section. A notice has a message
 * of its own.
 */
import type { ClaimedNotification } from '../domain/notification.ts';
import type { Bundle } from './channel.ts';
import { CHANGE_KINDS } from '../domain/change.ts';

/** Notifications with the same subject go into one message. */
function subjectOf({ id, watchId, change, channel }: ClaimedNotification): string {
  return change === null ? id : `${watchId}+${change.section}#${change.version}+${channel}`;
}

/** Groups notifications into bundles. Bundles with an opening come first; otherwise the order is kept. */
export function bundlesOf(notifications: readonly ClaimedNotification[]): Bundle[] {
  const bundles = new Map<string, [ClaimedNotification, ...ClaimedNotification[]]>();
  for (const notification of notifications) {
    const subject = subjectOf(notification);
    const bundle = bundles.get(subject);
    if (bundle === undefined) bundles.set(subject, [notification]);
    else bundle.push(notification);
  }
  return [...bundles.values()].toSorted((a, b) => Number(hasOpening(b)) - Number(hasOpening(a)));
}

function hasOpening(bundle: Bundle): boolean {
  return bundle.some(({ change }) => change?.kind === 'opened');
}

/**
 * The notification that stands for its bundle: the one of the most important kind. Its id names the message, so the
 * name is the same on every attempt, and no other message has it.
 */
export function leadOf(bundle: Bundle): ClaimedNotification {
  const rank = ({ change }: ClaimedNotification): number => (change === null ? -1 : CHANGE_KINDS.indexOf(change.kind));
  return bundle.toSorted((a, b) => rank(a) - rank(b))[0]!;
}

export function idsOf(...bundles: readonly Bundle[]): string[] {
  return bundles.flatMap((bundle) => bundle.map(({ id }) => id));
}
