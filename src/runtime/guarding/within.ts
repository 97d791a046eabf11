import type { Clock } from '../clock.ts';
import { runtimeError } from '../errors.ts';

/**
 * Settles like `promise`, or rejects with `late()` after `timeoutMs`. The promise itself is not cancelled.
 */
export function within<Value>(
  clock: Clock,
  timeoutMs: number,
  promise: Promise<Value>,
  late: () => Error,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    const timer = clock.setTimeout(() => reject(late()), timeoutMs);
    promise.then(resolve, reject).finally(() => clock.clearTimeout(timer));
  });
}

/** The same for a call to `name`. Rejects with RUNTIME_CALL_TIMEOUT if it takes longer than `timeoutMs`. */
export function callWithin<Value>(clock: Clock, timeoutMs: number, name: string, call: Promise<Value>): Promise<Value> {
  return within(clock, timeoutMs, call, () => runtimeError('RUNTIME_CALL_TIMEOUT', { name, timeoutMs }));
}
