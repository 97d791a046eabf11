/** Notifications: one per watch, change and channel of the student. They are stored as pending before they are sent. */
import type { ChannelType } from '../domain/channel.ts';
import type { ClaimedNotification } from '../domain/notification.ts';

/** What becomes of a notification after an attempt to deliver it. */
export type Verdict = { id: string } & (
  | { outcome: 'sent' }
  | { outcome: 'retry'; inMs: number; error: string }
  /** The dead letter is written in the same transaction. */
  | { outcome: 'dead'; error: string }
);

export interface NotificationStore {
  /**
   * Creates pending notifications for every change that was not fanned out yet: one for each watch of the section that
   * wants the change (see `wants`) and is not paused, and each of its channels that is verified and not muted.
   * Watches created or resumed after the change was committed get none. The changes of one version are fanned out
   * together, and with them that a section is seen again (see `tellOutages`). Set-based, and safe to repeat.
   *
   * `quietGapMs` above 0 limits openings: of several openings of a section that are fanned out together only the first
   * creates a notification. None does within `quietGapMs` after the last one to that watch was queued (while pending)
   * or sent, because that one covers them all. Returns how many changes were fanned out and how many notifications
   * created.
   */
  fanOut(quietGapMs: number): Promise<{ changes: number; notifications: number }>;
  /**
   * Queues reminders for watches that ask for them (see `remindersDue`), while the section is still open for them, and
   * deletes pending ones whose section has closed. Set-based, and safe to repeat. Returns how many it queued.
   */
  remind(): Promise<number>;
  /**
   * Queues a notice for each watch, and channel, of a section that was last seen `unseenMs` ago or more and should have
   * been seen since, if its student wants to hear of that; and one when it is seen again, for those that were told.
   * Each outage is told once. `resting`: institutions at which nobody looks now. Set-based, and safe to repeat. Returns
   * how many it queued.
   */
  tellOutages(unseenMs: number, resting: string[]): Promise<number>;
  /**
   * Leases the due pending notifications of a channel: openings first, then the longest due. All due notifications of
   * one destination come together, even beyond `limit`. Those of one watch about one version go to one owner.
   * Notifications of an institution with paused notifications wait, and so does what may be told only later (see
   * `sortOut`). A message that was claimed before comes whole and unchanged. What a student who wants nothing at all is
   * still to be told is deleted.
   */
  claim(channel: ChannelType, owner: string, leaseMs: number, limit: number): Promise<ClaimedNotification[]>;
  /**
   * Renews the leases for another `leaseMs` and returns the ids that `owner` still holds by the store's clock. Call it
   * before a late delivery. `release` and `record` accept a lapsed lease until another owner claims it, because the
   * fact that a mail was sent must not be lost.
   */
  hold(owner: string, ids: string[], leaseMs: number): Promise<string[]>;
  /** Returns claimed notifications that were not tried (breaker open, stopping). No attempt is counted. */
  release(owner: string, ids: string[]): Promise<void>;
  /** Like `release`, but they are due again only in `inMs`: their receiver is busy. */
  postpone(owner: string, ids: string[], inMs: number): Promise<void>;
  /**
   * Records the results of notifications that `owner` still holds. They are durable when the promise resolves.
   */
  record(owner: string, verdicts: Verdict[]): Promise<void>;
  /**
   * Makes dead notifications pending again, due in `inMs`, and deletes their dead letters, which were a mistake. They
   * keep their attempts and their age.
   */
  revive(ids: string[], inMs: number): Promise<void>;
  /**
   * Milliseconds until the next pending notification of the channel can be claimed; 0: now; null: none is pending, or
   * all are paused.
   */
  nextDueInMs(channel: ChannelType): Promise<number | null>;
  countPending(): Promise<number>;
}
