/** The port of a channel, which composes messages and hands them over. Retries and leases are not its concern. */
import type { ClaimedNotification } from '../domain/notification.ts';

export type Delivery =
  | { outcome: 'sent' }
  /** `mayHandOver` said no. Nothing was handed over. */
  | { outcome: 'withdrawn' }
  /** The server refused the recipient for good. `text` is its reason, without what differs between recipients. */
  | { outcome: 'refused'; error: string; text: string }
  /** The server refused the sender (quota, policy, a block list). The mail goes through once that is fixed. */
  | { outcome: 'blocked'; error: string }
  /** The attempt failed and can be repeated. `outage`: the server itself failed, which counts for the breaker. */
  | { outcome: 'failed'; error: string; outage: boolean };

/** Notifications of one watch that go into one message. */
export type Bundle = readonly [ClaimedNotification, ...ClaimedNotification[]];

export interface Channel {
  readonly name: 'email';
  /** The most hand-overs at a time. Each result is recorded before the next hand-over starts in its place. */
  readonly concurrency: number;
  /**
   * Does not reject when a recipient is refused. Calls `mayHandOver` at the last moment, after all preparation, and
   * withdraws the message when it resolves with false.
   */
  deliver(bundle: Bundle, mayHandOver: () => Promise<boolean>): Promise<Delivery>;
  /** Sends a mail outside the notification store (a sign-in link). Rejects with PMC_MAIL_REFUSED or PMC_MAIL_FAILED. */
  send(message: { to: string; subject: string; text: string; html: string }): Promise<void>;
  /** Rejects when the channel's server cannot be reached. */
  verify(): Promise<void>;
  /** Gives up what is under way. Whether it was handed over may never be known. */
  close(): Promise<void>;
}
