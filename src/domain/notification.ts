/** A notification: one message for one watch about one change over one channel. */
import type { Change, ChangeKind } from './change.ts';
import type { Figures } from './openings.ts';
import type { ChannelType } from './channel.ts';
import type { Preferences } from './preferences.ts';
import type { SectionState } from './section.ts';
import type { Watch } from './watch.ts';

/** What a message needs to know of its watch, and what a program is told of it. */
export type ToldWatch = Pick<
  Watch,
  'kinds' | 'minSeats' | 'reservedGroup' | 'remind' | 'section' | 'course' | 'conditions' | 'verified' | 'createdAt'
>;

/**
 * A message that is not about a change. `not-found`, `term-over`: the watch ended because its section does not exist
 * or its term is over. `outage`: the section could not be seen for a while, since `detectedAt`. `seen-again`: that is
 * over. `channel-muted`: another channel of the student was muted. `new-section`: a watched course has a new section,
 * and it is open. Its kind is `opened`.
 */
export type NoticeKind = 'not-found' | 'term-over' | 'outage' | 'seen-again' | 'channel-muted' | 'new-section';

const WITH_WATCH: ReadonlySet<NoticeKind> = new Set(['outage', 'seen-again', 'new-section']);

/** The notice is told when there is no watch: its watch has ended, or it is not about one. */
export function outlivesWatch(notice: NoticeKind): boolean {
  return !WITH_WATCH.has(notice);
}

/** A leased notification, with everything a channel needs to compose and deliver it. */
export interface ClaimedNotification {
  /** Unique by watch, change and destination, the same for every attempt. */
  id: string;
  /** The message it goes into, the same on every attempt. */
  message: string;
  channel: ChannelType;
  /** The id of the student's channel, and its settings as stored. */
  destination: string;
  settings: Record<string, unknown>;
  /** The watch; null: it has ended. */
  watch: ToldWatch | null;
  userId: string;
  /** How its student wants to be told. */
  preferences: Preferences;
  /** Of the notice `channel-muted`: the id of the muted channel. */
  watchId: string;
  /** E-mail address of the student. */
  recipient: string;
  section: string;
  /** As what the watch is told of the change: a watch for several seats is told of `seats` as `opened`. */
  kind: ChangeKind | null;
  /** Which reminder of an opening it is, counted from 1; 0: not a reminder. */
  reminder: number;
  /** At most one of `change` and `notice` is set. Neither: the change is gone and there is nothing to say. */
  change: Change | null;
  notice: NoticeKind | null;
  /** Of the notice `channel-muted`: which one, and why. */
  muted: { label: string; reason: string } | null;
  /** The state now, because a late mail says what is true now. null: no sure look has shown the section. */
  current: SectionState | null;
  /** Of the last week. Absent until they are read for a message. */
  figures?: Figures;
  /** The trace context of the look that found the change. Absent while nothing is traced. */
  trace?: string;
  /** Attempts before this one. */
  attempts: number;
  /** Instants as epoch milliseconds. */
  detectedAt: number;
  queuedAt: number;
  /** Milliseconds since it was queued, or since it could be told after quiet hours, by the store's clock. */
  waitedMs: number;
}

/**
 * The deterministic id of a notification. `subject`: the change's id, or the kind of notice. The e-mail channel of a
 * student is `email` here, any other one its id.
 */
export function notificationId(watchId: string, subject: string, type: ChannelType, destination: string): string {
  return `${watchId}+${subject}+${type === 'email' ? type : destination}`;
}

const FIRST_RETRY_MS = 5_000;
const LONGEST_RETRY_MS = 30 * 60_000;

/**
 * Milliseconds to wait after a failed attempt: about 5 s, 15 s, 45 s … up to 30 min. `attempts`: how many failed before
 * this one. `random` (0 to 1) moves the pause by up to a quarter either way, so that retries do not come together.
 */
export function retryInMs(attempts: number, random: number): number {
  const pause = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 3 ** attempts);
  return Math.round(pause * (0.75 + random / 2));
}
