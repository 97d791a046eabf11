/**
 * Dead letters: records of checks and notifications that were given up. There is one per kind and subject, and a newer
 * one replaces it. A dead letter is written together with its subject. A section with a dead letter stays scheduled,
 * and its dead letter goes when the section is seen.
 */

import type { ChannelType } from '../domain/channel.ts';

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

/** One attempt that failed: a look at a section, or a delivery. */
export interface FailedAttempt {
  /** ISO instant. */
  at: string;
  /** Of a look: the address of the browser. A delivery goes by the channel of its notification. */
  by?: string;
  error: string;
}

/** So many failed attempts of one section or notification are kept, the newest. */
export const ATTEMPTS_KEPT = 10;

/** What a dead letter is about, in words that a person knows. Each is null if it is not known or does not apply. */
export interface LetterAbout {
  section: string | null;
  /** `CSE 310`. */
  course: string | null;
  /** Of a notification: the kind of change or notice, its channel, and the whole address of its student. */
  what: string | null;
  channel: ChannelType | null;
  recipient: string | null;
  /** ISO instant at which the change was seen. */
  detectedAt: string | null;
  /** Those kept, oldest first. The list ends when the section is seen, or when the notification is tried anew. */
  failedAttempts: FailedAttempt[];
}

/** Of a dead letter whose subject is gone. */
export const ABOUT_NOTHING: LetterAbout = {
  section: null,
  course: null,
  what: null,
  channel: null,
  recipient: null,
  detectedAt: null,
  failedAttempts: [],
};

export interface DeadLetterStore {
  /** Newest first. */
  list(limit: number): Promise<DeadLetter[]>;
  /** undefined: there is none with this id. */
  find(id: string): Promise<DeadLetter | undefined>;
  /** Returns what each of these dead letters is about, in the same order. */
  about(letters: readonly Pick<DeadLetter, 'kind' | 'subject'>[]): Promise<LetterAbout[]>;
  /**
   * Removes the dead letter and retries its subject: the section is due now, or the notification is pending again.
   * Returns the dead letter; undefined: there is none with this id.
   */
  replay(id: string): Promise<DeadLetter | undefined>;
  /** false: there is no dead letter with this id. */
  remove(id: string): Promise<boolean>;
  count(): Promise<number>;
}
