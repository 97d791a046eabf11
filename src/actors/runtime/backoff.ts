/** Backoff: how long to wait before the next restart. Pure. */

export interface BackoffOptions {
  minMs: number; maxMs: number;
  /** Random share added, 0 to 1: 0.2 waits up to 20 % longer. */
  jitter: number;
  /** A child that ran this long starts again at minMs. */
  resetAfterMs: number;
}
