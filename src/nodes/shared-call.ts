/** Lets many callers share one call, such as a ping of the store, which writes. */
import type { Clock } from '../runtime/index.ts';

/** Shorter than the second after which the operator page reads again: an answer from before counts only once there. */
const FRESH_MS = 900;

/** `freshMs`: how long ago the last call may have begun for its result to count. 0: only one in progress is shared. */
export type SharedCall<Value> = (freshMs?: number) => Promise<Value>;

/** At most one call is in progress. Its result, or its error, counts for a short time after it began. */
export function sharedCall<Value>(clock: Pick<Clock, 'monotonic'>, call: () => Promise<Value>): SharedCall<Value> {
  let [last, beganAt, isUnderWay] = [undefined as Promise<Value> | undefined, 0, false];
  return (freshMs = FRESH_MS) => {
    const now = clock.monotonic();
    if (last !== undefined && (isUnderWay || now < beganAt + freshMs)) return last;
    [beganAt, isUnderWay] = [now, true];
    last = call().finally(() => (isUnderWay = false));
    return last;
  };
}
