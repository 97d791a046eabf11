/** A monotonic clock that does not stand still while the machine sleeps. */
import { uptime } from 'node:os';

/** A sleep shorter than this is none: the uptime of the system has a coarse clock. */
const SLEEP_MS = 1_000;

const bootedAt = performance.now() - uptime() * 1_000;
let examinedAt = 0;
let asleepMs = 0;

/**
 * Milliseconds that only grow. On Linux the runtime's own clock falls behind in a machine that sleeps; that is noticed
 * within a second.
 */
export function elapsed(): number {
  const awakeMs = performance.now();
  if (process.platform === 'linux' && awakeMs - examinedAt > SLEEP_MS) {
    examinedAt = awakeMs;
    const behindMs = uptime() * 1_000 + bootedAt - (awakeMs + asleepMs);
    if (behindMs > SLEEP_MS) asleepMs += behindMs;
  }
  return awakeMs + asleepMs;
}
