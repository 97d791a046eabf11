/** The notifications of one message. The store decides which belong together. */
import type { ClaimedNotification } from '../domain/notification.ts';
import type { Bundle } from './channel.ts';

/** Groups notifications into bundles. Bundles with an opening come first; otherwise the order is kept. */
export function bundlesOf(notifications: readonly ClaimedNotification[]): Bundle[] {
  const bundles = new Map<string, [ClaimedNotification, ...ClaimedNotification[]]>();
  for (const notification of notifications) {
    const bundle = bundles.get(notification.message);
    if (bundle === undefined) bundles.set(notification.message, [notification]);
    else bundle.push(notification);
  }
  return [...bundles.values()].toSorted((a, b) => Number(hasOpening(b)) - Number(hasOpening(a)));
}

function hasOpening(bundle: Bundle): boolean {
  return bundle.some(({ kind }) => kind === 'opened');
}

export function idsOf(...bundles: readonly Bundle[]): string[] {
  return bundles.flatMap((bundle) => bundle.map(({ id }) => id));
}
