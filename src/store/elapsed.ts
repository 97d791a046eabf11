/** A monotonic clock that keeps running while the machine sleeps. */
import { uptime } from 'node:os';

/** Shorter sleeps are ignored, because the system reports its uptime with a coarse clock. */
const SLEEP_MS = 1_000;

const bootedAt = performance.now() - uptime() * 1_000;
let examinedAt = 0;
let asleepMs = 0;

/**
 * Milliseconds that only grow. On Linux `performance.now()` stops while the machine sleeps. This function notices and
 * corrects that within a second.
 */
export function elapsed(): number {
  const awakeMs = performance.now();
  if (process.platform === 'linux' && awakeMs - examinedAt > SLEEP_MS) {
    examinedAt = awakeMs;
    const upMs = uptime() * 1_000 + bootedAt;
    // Read after the uptime, so that a pause between the two does not count as sleep.
    const behindMs = upMs - (performance.now() + asleepMs);
    if (behindMs > SLEEP_MS) asleepMs += behindMs;
  }
  return awakeMs + asleepMs;
}
