/**
 * Which notifications are told in one message: those of one watch about one version of its section; a notice stands
 * alone.
 */
import type { ClaimedNotification } from '../domain/notification.ts';
import type { Bundle } from './channel.ts';
import { CHANGE_KINDS } from '../domain/change.ts';

/** What its message is about: one version of a section, for one watch. A notice is about itself. */
function subjectOf({ id, watchId, change, channel }: ClaimedNotification): string {
  return change === null ? id : `${watchId}+${change.section}#${change.version}+${channel}`;
}

/**
 * Groups notifications into bundles. Openings come before everything else; otherwise in the order in which the first of
 * each came.
 */
export function bundlesOf(notifications: readonly ClaimedNotification[]): Bundle[] {
  const bundles = new Map<string, [ClaimedNotification, ...ClaimedNotification[]]>();
  for (const notification of notifications) {
    const subject = subjectOf(notification);
    const bundle = bundles.get(subject);
    if (bundle === undefined) bundles.set(subject, [notification]);
    else bundle.push(notification);
  }
  return [...bundles.values()].toSorted((a, b) => Number(tellsOpening(b)) - Number(tellsOpening(a)));
}

function tellsOpening(bundle: Bundle): boolean {
  return bundle.some(({ change }) => change?.kind === 'opened');
}

/**
 * The notification that stands for its bundle: the one of the most important kind. The message is named after it, so
 * every attempt at it has one name, and another message, which tells others, never has the same.
 */
export function leadOf(bundle: Bundle): ClaimedNotification {
  const rank = ({ change }: ClaimedNotification): number => (change === null ? -1 : CHANGE_KINDS.indexOf(change.kind));
  return bundle.toSorted((a, b) => rank(a) - rank(b))[0]!;
}

export function idsOf(...bundles: readonly Bundle[]): string[] {
  return bundles.flatMap((bundle) => bundle.map(({ id }) => id));
}
