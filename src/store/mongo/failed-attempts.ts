/** Failed attempts in MongoDB: a list of the newest ones in the document of the section or notification. */
import type { FailedAttempt } from '../dead-letters.ts';
import { ATTEMPTS_KEPT } from '../dead-letters.ts';

/** What `$push` adds. */
export function oneMore(attempt: FailedAttempt): { $each: FailedAttempt[]; $slice: number } {
  return { $each: [attempt], $slice: -ATTEMPTS_KEPT };
}
