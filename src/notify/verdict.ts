/** What becomes of notifications after an attempt. Pure. */
import type { Settlement } from '../store/notifications.ts';
import type { Bundle, Delivery } from './channel.ts';
import { retryInMs } from '../domain/notification.ts';
import { pmcError, reasonOf } from '../errors.ts';

/** A delivery that was tried. */
export type Attempt = Exclude<Delivery, { outcome: 'withdrawn' }>;

export interface Patience { giveUpMs: number; random: () => number }

/**
 * Sent, dead, or tried again after a growing pause. The last attempt is made when `giveUpMs` have passed since queueing, not up to
 * a whole pause before. A bundle is settled as one, so that its parts stay together.
 */
export function settlementsOf(bundle: Bundle, delivery: Attempt, now: number, patience: Patience): Settlement[] {
  switch (delivery.outcome) {
    case 'sent': return bundle.map(({ id }) => ({ id, outcome: 'sent' }));
    case 'refused': return bundle.map(({ id }) => ({ id, outcome: 'dead', error: delivery.error }));
    case 'failed': {
      const leftMs = patience.giveUpMs - waitedMs(bundle, now);
      if (leftMs <= 0) return giveUp(bundle, now, 1, delivery.error);
      const inMs = Math.min(leftMs, retryInMs(bundle[0].attempts, patience.random()));
      return bundle.map(({ id }) => ({ id, outcome: 'retry', inMs, error: delivery.error }));
    }
    default: return delivery satisfies never;
  }
}

/** Milliseconds since the oldest of the bundle was queued. */
export function waitedMs(bundle: Bundle, now: number): number {
  return now - Math.min(...bundle.map(({ queuedAt }) => queuedAt));
}

/** Dead letters for what waited too long; `tried` counts the attempt just made, if one was. */
export function giveUp(bundle: Bundle, now: number, tried: 0 | 1, reason: string): Settlement[] {
  const seconds = Math.round(waitedMs(bundle, now) / 1000);
  return bundle.map(({ id, attempts }) => {
    const error = pmcError('PMC_GIVEN_UP', { attempts: attempts + tried, seconds, reason });
    return { id, outcome: 'dead', error: `${error.code}: ${reasonOf(error)}` };
  });
}
