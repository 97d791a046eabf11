/** The time limit of a look. */
import type { Config } from '../../config/config.ts';

/** A look may wait for a browser, move to another one, and wait for its launch. */
const BROWSER_ALLOWANCE_MS = 30_000;

/** Returns the milliseconds allowed for one look, including the time in the queue. */
export function lookTimeoutMs({ checking }: Pick<Config, 'checking'>): number {
  return 2 * checking.timeoutMs + BROWSER_ALLOWANCE_MS;
}
