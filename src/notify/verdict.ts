/** What becomes of notifications after an attempt to deliver them. Pure. */
import type { Verdict } from '../store/notifications.ts';
import type { Bundle } from './channel.ts';
import { retryInMs } from '../domain/notification.ts';
import { notifyError } from './errors.ts';
import { reasonOf } from '../runtime/index.ts';

/** The result of an attempt, once it is clear whose fault a failure is. */
export type Result =
  | { outcome: 'sent' }
  | { outcome: 'dead'; error: string }
  /** The attempt failed. The next one follows after a pause that grows with the number of attempts. */
  | { outcome: 'failed'; error: string }
  /**
   * The channel refuses everyone. The next attempt is soon, after the untried ones, because the channel itself pauses.
   */
  | { outcome: 'kept'; error: string };

export interface Patience {
  giveUpMs: number;
  random: () => number;
}

/**
 * Sent, dead, or repeated after a growing pause. The last attempt comes exactly `giveUpMs` after queueing, even if that
 * makes its pause shorter. All notifications of a bundle get the same verdict, so that they stay together.
 */
export function verdictsOf(bundle: Bundle, result: Result, now: number, patience: Patience): Verdict[] {
  switch (result.outcome) {
    case 'sent':
      return bundle.map(({ id }) => ({ id, outcome: 'sent' }));
    case 'dead':
      return bundle.map(({ id }) => ({ id, outcome: 'dead', error: result.error }));
    case 'failed':
      return repeated(bundle, result.error, bundle[0].attempts, now, patience);
    case 'kept':
      return repeated(bundle, result.error, 0, now, patience);
    default:
      return result satisfies never;
  }
}

function repeated(bundle: Bundle, error: string, attempts: number, now: number, patience: Patience): Verdict[] {
  const leftMs = patience.giveUpMs - waitedMs(bundle, now);
  if (leftMs <= 0) return giveUp(bundle, now, 1, error);
  const inMs = Math.min(leftMs, retryInMs(attempts, patience.random()));
  return bundle.map(({ id }) => ({ id, outcome: 'retry', inMs, error }));
}

/** Milliseconds since the oldest of the bundle was queued. */
export function waitedMs(bundle: Bundle, now: number): number {
  return now - Math.min(...bundle.map(({ queuedAt }) => queuedAt));
}

/** Makes dead letters of a bundle that waited too long. `tried`: 1 if an attempt was just made. */
export function giveUp(bundle: Bundle, now: number, tried: 0 | 1, reason: string): Verdict[] {
  const seconds = Math.round(waitedMs(bundle, now) / 1000);
  return bundle.map(({ id, attempts }) => {
    const error = notifyError('PMC_GIVEN_UP', { attempts: attempts + tried, seconds, reason });
    return { id, outcome: 'dead', error: `${error.code}: ${reasonOf(error)}` };
  });
}
