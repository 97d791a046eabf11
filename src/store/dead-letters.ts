/**
 * Dead letters: records of what was given up, one per kind and subject; a further one replaces it. They are written
 * with what they are about. A check's dead letter does not unschedule its section.
 */

export interface DeadLetter {
  id: string;
  kind: 'check' | 'notification';
  /** Section key, or notification id. */
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
   * Removes the record and starts its subject anew: the section is due now, the notification pending. Returns it;
   * undefined: no such.
   */
  replay(id: string): Promise<DeadLetter | undefined>;
  remove(id: string): Promise<boolean>;
  count(): Promise<number>;
}
