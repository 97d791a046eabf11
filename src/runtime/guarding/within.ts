import type { Clock } from '../clock.ts';

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
