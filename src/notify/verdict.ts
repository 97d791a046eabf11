/** What becomes of notifications after an attempt. Pure. */
import type { Verdict } from '../store/notifications.ts';
import type { Bundle } from './channel.ts';
import { retryInMs } from '../domain/notification.ts';
import { notifyError } from './errors.ts';
import { reasonOf } from '../runtime/index.ts';

/** What an attempt came to, once it is clear whose fault it was. */
export type Result =
  | { outcome: 'sent' }
  | { outcome: 'dead'; error: string }
  /** Its own attempt failed: tried again after a pause that grows with its attempts. */
  | { outcome: 'failed'; error: string }
  /**
   * The channel refuses everyone: tried again soon, behind those that were not tried, because the channel itself
   * pauses.
   */
  | { outcome: 'kept'; error: string };

export interface Patience {
  giveUpMs: number;
  random: () => number;
}

/**
 * Sent, dead, or tried again after a growing pause. The last attempt is made when `giveUpMs` have passed since
 * queueing, not up to a whole pause before. A bundle is settled as one, so that its parts stay together.
 */
export function verdictsOf(bundle: Bundle, result: Result, now: number, patience: Patience): Verdict[] {
  switch (result.outcome) {
    case 'sent':
      return bundle.map(({ id }) => ({ id, outcome: 'sent' }));
    case 'dead':
      return bundle.map(({ id }) => ({ id, outcome: 'dead', error: result.error }));
    case 'failed':
      return triedAgain(bundle, result.error, bundle[0].attempts, now, patience);
    case 'kept':
      return triedAgain(bundle, result.error, 0, now, patience);
    default:
      return result satisfies never;
  }
}

function triedAgain(bundle: Bundle, error: string, attempts: number, now: number, patience: Patience): Verdict[] {
  const leftMs = patience.giveUpMs - waitedMs(bundle, now);
  if (leftMs <= 0) return giveUp(bundle, now, 1, error);
  const inMs = Math.min(leftMs, retryInMs(attempts, patience.random()));
  return bundle.map(({ id }) => ({ id, outcome: 'retry', inMs, error }));
}

/** Milliseconds since the oldest of the bundle was queued. */
export function waitedMs(bundle: Bundle, now: number): number {
  return now - Math.min(...bundle.map(({ queuedAt }) => queuedAt));
}

/** Dead letters for what waited too long; `tried` counts the attempt just made, if one was. */
export function giveUp(bundle: Bundle, now: number, tried: 0 | 1, reason: string): Verdict[] {
  const seconds = Math.round(waitedMs(bundle, now) / 1000);
  return bundle.map(({ id, attempts }) => {
    const error = notifyError('PMC_GIVEN_UP', { attempts: attempts + tried, seconds, reason });
    return { id, outcome: 'dead', error: `${error.code}: ${reasonOf(error)}` };
  });
}
