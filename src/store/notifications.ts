/** Notifications: made once per watch, change and channel, pending before they are sent. */
import type { ChannelName, ClaimedNotification, NoticeKind } from '../domain/notification.ts';

export interface NewNotice { watchId: string; email: string; section: string; notice: NoticeKind; channel: ChannelName }

export type Settlement = { id: string } & (
  | { outcome: 'sent' }
  | { outcome: 'retry'; inMs: number; error: string }
  /** Becomes a dead letter in the same write. */
  | { outcome: 'dead'; error: string }
);

export interface NotificationStore {
  /**
   * Makes pending notifications for every change nobody has fanned out: one per watch of its section that asks for its kind and is
   * not paused, and channel. Set-based, atomic per change, and safe to repeat. Within `quietGapMs` of the last notification about
   * an opening of that section to that watch a further opening makes none of its own: the pending or next one tells it.
   * Returns how many changes were fanned out and notifications made.
   */
  fanOut(channels: ChannelName[], quietGapMs: number): Promise<{ changes: number; notifications: number }>;
  addNotices(notices: NewNotice[]): Promise<void>;
  /** Leases pending notifications of a channel whose time has come, oldest first, all due ones of one watch together. */
  claim(channel: ChannelName, owner: string, leaseMs: number, limit: number): Promise<ClaimedNotification[]>;
  /** Of these, the ids whose lease `owner` still holds, prolonged by `leaseMs`. Asked again before a hand-over that comes late. */
  hold(owner: string, ids: string[], leaseMs: number): Promise<string[]>;
  /** Gives back what was claimed and not tried (breaker open, stopping): no attempt is counted. */
  release(owner: string, ids: string[]): Promise<void>;
  /** Records results of what `owner` still holds; durable when it resolves. */
  settle(owner: string, settlements: Settlement[]): Promise<void>;
  /** Milliseconds until the next pending one of the channel is due (0: now); null: none is pending. */
  nextDueInMs(channel: ChannelName): Promise<number | null>;
  countPending(): Promise<number>;
}
