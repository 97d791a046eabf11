/** The channel port: composes and hands over messages. Knows nothing of retries or leases. */
import type { ClaimedNotification } from '../domain/notification.ts';

export type Delivery =
  | { outcome: 'sent' }
  /** It was too late to hand it over; nothing was. */
  | { outcome: 'withdrawn' }
  /** The recipient was refused for good. `text`: what was said, the same for all who are refused for that reason. */
  | { outcome: 'refused'; error: string; text: string }
  /** Refused for good because of us and not of the recipient (quota, policy, a block list), which can be mended. */
  | { outcome: 'blocked'; error: string }
  /**
   * This recipient's attempt failed; try again later. `outage` when the server itself is at fault (feeds the breaker).
   */
  | { outcome: 'failed'; error: string; outage: boolean };

/** Notifications of one watch that are told in one message. */
export type Bundle = readonly [ClaimedNotification, ...ClaimedNotification[]];

export interface Channel {
  readonly name: 'email';
  /** The most hand-overs at a time; each is recorded before its place is used again. */
  readonly concurrency: number;
  /**
   * Never rejects for a recipient's sake. `mayHandOver` is asked at the last moment, after connecting and all other
   * preparation: a message is not given away once it says no.
   */
  deliver(bundle: Bundle, mayHandOver: () => Promise<boolean>): Promise<Delivery>;
  /** A message outside the notification store (a sign-in link). Rejects with PMC_MAIL_REFUSED or PMC_MAIL_FAILED. */
  send(message: { to: string; subject: string; text: string; html: string }): Promise<void>;
  /** Rejects when the channel's server cannot be reached. */
  verify(): Promise<void>;
  /** What is under way is given up; whether it was handed over may never be known. */
  close(): Promise<void>;
}
