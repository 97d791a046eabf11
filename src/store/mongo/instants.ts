/** Instants in documents. */

/** Earlier than all instants: the end of a lease that nobody holds. */
export const NEVER = new Date(0);

/**
 * Matches instants up to `now`, in whole milliseconds. It avoids `$lte`, because SecantusDB excludes the bound itself
 * when the index has further fields.
 */
export function upTo(now: number): { $lt: Date } {
  return { $lt: new Date(now + 1) };
}
