/**
 * Dead letters: records of checks and notifications that were given up. There is one per kind and subject, and a newer
 * one replaces it. A dead letter is written together with its subject. A section with a dead letter stays scheduled.
 */

export interface DeadLetter {
  id: string;
  kind: 'check' | 'notification';
  /** The section key or the notification id. */
  subject: string;
  error: string;
  attempts: number;
  /** ISO instant. */
  at: string;
}

export interface DeadLetterStore {
  /** Newest first. */
  list(limit: number): Promise<DeadLetter[]>;
  /**
   * Removes the dead letter and retries its subject: the section is due now, or the notification is pending again.
   * Returns the dead letter; undefined: there is none with this id.
   */
  replay(id: string): Promise<DeadLetter | undefined>;
  /** false: there is no dead letter with this id. */
  remove(id: string): Promise<boolean>;
  count(): Promise<number>;
}
