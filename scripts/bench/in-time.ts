/** Bounds what a benchmark waits for, so that it never hangs. */
import { systemClock, within } from '../../src/runtime/index.ts';

const PATIENCE_MS = 60_000;

/** Settles like `result`. Rejects after a minute with an error that names `what` was waited for. */
export function inTime<Result>(result: Promise<Result>, what: string, ms = PATIENCE_MS): Promise<Result> {
  return within(systemClock, ms, result, () => new Error(`waited ${ms / 1_000} s for ${what}`));
}
