/** Failed attempts in SQLite: a list of the newest ones in the row of the section or notification. */
import type { FailedAttempt } from '../dead-letters.ts';
import { ATTEMPTS_KEPT } from '../dead-letters.ts';

/** The list with one more attempt. `attempt` is an SQL expression, see `attemptText`. */
export function withAttempt(attempt: string): string {
  return `json_insert(iif(json_array_length(failed_attempts) >= ${ATTEMPTS_KEPT},
    json_remove(failed_attempts, '$[0]'), coalesce(failed_attempts, '[]')), '$[#]', json(${attempt}))`;
}

export function attemptText(failure: Omit<FailedAttempt, 'at'>, now: number): string {
  const attempt: FailedAttempt = { at: new Date(now).toISOString(), ...failure };
  return JSON.stringify(attempt);
}
