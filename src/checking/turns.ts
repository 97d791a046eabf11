/**
 * Lets the parts of an actor wait for promises and timers. Each callback runs as a message of the actor, one at a
 * time.
 */
import type { ActorContext, CodedError } from '../runtime/index.ts';
import { isForLater } from '../runtime/index.ts';

export interface Turns {
  /**
   * Calls `onValue` when `promise` is fulfilled. `onLater` gets errors that say to try again later. Any other error
   * fails the actor, and without `onLater` every error does.
   */
  after<Value>(promise: Promise<Value>, onValue: (value: Value) => void, onLater?: (error: CodedError) => void): void;
  /** Calls `run` after `delayMs`. There is one timer per `key`: a second call replaces the first. */
  in(key: string, delayMs: number, run: () => void): void;
}

/** Message: a callback of a part of the actor is ready to run. */
export interface GoOn {
  type: 'go-on';
  run: () => void;
}

export function turnsOf(context: Pick<ActorContext<GoOn>, 'pipeToSelf' | 'schedule'>): Turns {
  const goOn = (run: () => void): GoOn => ({ type: 'go-on', run });
  return {
    after: (promise, onValue, onLater) =>
      context.pipeToSelf(
        promise,
        (value) => goOn(() => onValue(value)),
        (error) => {
          if (onLater === undefined || !isForLater(error)) throw error;
          return goOn(() => onLater(error));
        },
      ),
    in: (key, delayMs, run) => context.schedule(key, delayMs, goOn(run)),
  };
}
