/** How long one look may take. */
import type { Config } from '../../config/config.ts';

/** A look may wait for a browser, be given to another, and wait for its launch. */
const BROWSER_ALLOWANCE_MS = 30_000;

/** Milliseconds for one look, queue included. */
export function lookTimeoutMs({ checking }: Pick<Config, 'checking'>): number {
  return 2 * checking.timeoutMs + BROWSER_ALLOWANCE_MS;
}
