/** What an actor tells about itself, for the supervisor tree. */
import type { Breaker, BreakerState } from './guarding/breaker.ts';
import type { Calls } from './guarding/call-record.ts';

export interface Inspection {
  breaker?: BreakerState;
  /** Milliseconds until an open breaker lets a call through. */
  retryInMs?: number;
  /** How its calls to the other side went lately. */
  calls?: Calls;
  lastError?: string;
}

/** Of an actor that guards its calls with a breaker. */
export function inspect({ state, remainingMs }: Breaker, calls: Calls): Inspection {
  return {
    breaker: state,
    ...(state === 'open' && { retryInMs: remainingMs }),
    calls,
    ...(state !== 'closed' && calls.error !== undefined && { lastError: calls.error }),
  };
}
