/**
 * How the parts of an actor wait without its mailbox: what they hand over runs as a message of the actor, one at a
 * time.
 */
import type { ActorContext, CodedError } from '../runtime/index.ts';
import { isForLater } from '../runtime/index.ts';

export interface Turns {
  /**
   * Goes on when `promise` has ended. `onLater` gets an error that says to try again later; any other error, and any at
   * all without `onLater`, fails the actor.
   */
  after<Value>(promise: Promise<Value>, onValue: (value: Value) => void, onLater?: (error: CodedError) => void): void;
  /** Goes on after `delayMs`. One timer per `key`: a second call replaces the first. */
  in(key: string, delayMs: number, run: () => void): void;
}

/** What a part of the actor has waited for has come. */
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
