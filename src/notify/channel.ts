/** The port of a channel, which composes messages and hands them over. Retries and leases are not its concern. */
import type { ChannelType } from '../domain/channel.ts';
import type { ClaimedNotification } from '../domain/notification.ts';
import type { MuteReason } from './mute-reason.ts';
import type { Note } from './note.ts';

export type Delivery =
  | { outcome: 'sent' }
  /** `mayHandOver` said no. Nothing was handed over. */
  | { outcome: 'withdrawn' }
  /** Too much is under way to this destination. Nothing was handed over. */
  | { outcome: 'busy'; inMs: number }
  /**
   * The server refused the recipient for good. `text` is its reason, without what differs between recipients.
   * `noAddress`: it says that there is no such address.
   */
  | { outcome: 'refused'; error: string; text: string; noAddress: boolean }
  /** The server refused the sender (quota, policy, a block list). The mail goes through once that is fixed. */
  | { outcome: 'blocked'; error: string }
  /** The destination takes no more messages. The student has to repair it or to remove it. */
  | { outcome: 'gone'; error: string; reason: MuteReason }
  /** The attempt failed and can be repeated. `outage`: the server itself failed, which counts for the breaker. */
  | { outcome: 'failed'; error: string; outage: boolean };

/** Notifications of one destination that go into one message, of several sections or versions. */
export type Bundle = readonly [ClaimedNotification, ...ClaimedNotification[]];

/** Writes the short message about a bundle. */
export type Compose = (bundle: Bundle) => Note;

export interface Channel {
  readonly name: ChannelType;
  /** The most hand-overs at a time. Each result is recorded before the next hand-over starts in its place. */
  readonly concurrency: number;
  /**
   * Does not reject when a recipient is refused. Calls `mayHandOver` at the last moment, after all preparation, and
   * withdraws the message when it resolves with false.
   */
  deliver(bundle: Bundle, mayHandOver: () => Promise<boolean>): Promise<Delivery>;
  /** Gives up what is under way. Whether it was handed over may never be known. */
  close(): Promise<void>;
}

export interface MailChannel extends Channel {
  /** Sends a mail outside the notification store (a sign-in link). Rejects with PMC_MAIL_REFUSED or PMC_MAIL_FAILED. */
  send(message: { to: string; subject: string; text: string; html: string }): Promise<void>;
  /** Rejects when the channel's server cannot be reached. */
  verify(): Promise<void>;
}

/** A message with which a student tries a channel. `key` names it. */
export interface TestMessage {
  readonly key: string;
  readonly note: Note;
}

/** A channel to destinations that students add. */
export interface StudentsChannel extends Channel {
  /** Sends a test now. `settings`: of the student's channel, as stored. */
  test(
    settings: Record<string, unknown>,
    message: TestMessage,
  ): Promise<Extract<Delivery, { outcome: 'sent' | 'gone' | 'failed' }>>;
}
