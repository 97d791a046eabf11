/** A notification: one message for one watch about one change over one channel. CONTRACT §1 and §5. */
import type { Change } from './change.ts';
import type { SectionState } from './section.ts';

export type ChannelName = 'email';

/**
 * Mails about a section that are not about a change: a watch ended because the section does not exist (`not-found`), or
 * because its term is over (`term-over`).
 */
export type NoticeKind = 'not-found' | 'term-over';

/** A notification somebody holds a lease on, with all a channel needs to compose and deliver it. */
export interface ClaimedNotification {
  /** Unique by watch, change and channel: the same for every attempt, also the Message-ID's left part. */
  id: string;
  channel: ChannelName;
  watchId: string;
  /** E-mail address of the student. */
  recipient: string;
  section: string;
  /** Exactly one of `change` and `notice` is set. Neither: the change is gone, and nothing can be told. */
  change: Change | null;
  notice: NoticeKind | null;
  /** The state now: a late mail says what is true now. null: the section was never surely seen. */
  current: SectionState | null;
  /** Attempts before this one. */
  attempts: number;
  /** Instants as epoch milliseconds. */
  detectedAt: number;
  queuedAt: number;
  /** Milliseconds since it was queued, by the time of the store. */
  waitedMs: number;
}

/** The deterministic id of the notification of `change` to `watchId` over `channel`. */
export function notificationId(watchId: string, subject: string, channel: ChannelName): string {
  return `${watchId}+${subject}+${channel}`;
}

const FIRST_RETRY_MS = 5_000;
const LONGEST_RETRY_MS = 30 * 60_000;

/**
 * Milliseconds to wait after a failed attempt, given how many failed before it: about 5 s, 15 s, 45 s … to 30 min.
 * `random` (0 to 1) moves it by up to a quarter either way, so that what failed together is not tried together.
 */
export function retryInMs(attempts: number, random: number): number {
  const pause = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 3 ** attempts);
  return Math.round(pause * (0.75 + random / 2));
}
