import type { Logger } from '../runtime/index.ts';
import { reasonOf } from '../runtime/index.ts';

/**
 * Returns what was read, or undefined if it could not be read. `what` names it in the log, at the level debug: an actor
 * does not answer while it is being restarted, and the next reading comes soon.
 */
export function ifRead<Value>(
  log: Pick<Logger, 'debug'>,
  what: string,
  reading: Promise<Value>,
): Promise<Value | undefined> {
  return reading.catch((error: unknown) => {
    log.debug({ what, reason: reasonOf(error) }, 'a figure could not be read');
    return undefined;
  });
}
