/** Notifications: made once per watch, change and channel, pending before they are sent. */
import type { ChannelName, ClaimedNotification } from '../domain/notification.ts';

/** What becomes of a notification after an attempt to deliver it. */
export type Verdict = { id: string } & (
  | { outcome: 'sent' }
  | { outcome: 'retry'; inMs: number; error: string }
  /** Becomes a dead letter in the same write. */
  | { outcome: 'dead'; error: string }
);

export interface NotificationStore {
  /**
   * Makes pending notifications for every change nobody has fanned out: one per watch of its section that asks for its
   * kind and is not paused, and channel. A watch made, or resumed, after the change was committed is not told. The
   * changes of one version are fanned out together. Set-based, and safe to repeat. With a `quietGapMs` above 0, of
   * several openings of a section fanned out together only the first makes a notification, and none does within
   * `quietGapMs` after the last one to that watch was queued (while pending) or sent: that one tells them all. Returns
   * how many changes were fanned out and notifications made.
   */
  fanOut(channels: ChannelName[], quietGapMs: number): Promise<{ changes: number; notifications: number }>;
  /**
   * Leases pending notifications of a channel whose time has come, openings first, then the longest due, all due ones
   * of one watch together even past `limit`. Those of one watch about one version go to one owner. Those of an
   * institution whose notifications are paused wait.
   */
  claim(channel: ChannelName, owner: string, leaseMs: number, limit: number): Promise<ClaimedNotification[]>;
  /**
   * Of these, the ids `owner` still holds by the store's time, leased for another `leaseMs`. Asked before a hand-over
   * that comes late. In `release` and `settle` a lapsed lease is still held until another owner claims it: that a mail
   * was sent must not be lost.
   */
  hold(owner: string, ids: string[], leaseMs: number): Promise<string[]>;
  /** Gives back what was claimed and not tried (breaker open, stopping): no attempt is counted. */
  release(owner: string, ids: string[]): Promise<void>;
  /**
   * Records results of what `owner` still holds; durable when it resolves. A notice that was sent is gone, with its
   * address.
   */
  settle(owner: string, verdicts: Verdict[]): Promise<void>;
  /**
   * Makes dead ones pending again, due in `inMs`, with the attempts and the age they have: their dead letters were a
   * mistake.
   */
  revive(ids: string[], inMs: number): Promise<void>;
  /**
   * Milliseconds until the next pending one of the channel can be claimed (0: now); null: none is pending, or all are
   * paused.
   */
  nextDueInMs(channel: ChannelName): Promise<number | null>;
  countPending(): Promise<number>;
}
