/**
 * What the collections hold. Instants are dates; `_id`s follow from what a document is, so that writing it again
 * changes nothing.
 */
import type { Collection } from 'mongodb';
import type { Change, ChangeKind } from '../../domain/change.ts';
import type { ChannelName, NoticeKind } from '../../domain/notification.ts';
import type { SectionState } from '../../domain/section.ts';
import type { DeadLetter } from '../dead-letters.ts';
import type { TokenBucket } from '../../domain/token-bucket.ts';
import type { Mark } from '../store-time.ts';
import type { PauseScope } from '../pauses.ts';

/** A section, `_id` its key. It can be claimed from `claimableAt` on: when it is due and no lease is on it. */
export interface SectionDocument {
  _id: string;
  institution: string;
  term: string;
  classNumber: string;
  /** What one request shows: the sections of a course, or one that was never seen and so has none. */
  course: string;
  state: SectionState | null;
  version: number;
  /** What a search can find it by, in lower case. */
  words: string[];
  unknown: boolean;
  failures: number;
  /** When an answer first lacked it; none: the last one listed it. */
  missingSince?: Date;
  /** Has a watch that is not paused; has any watch. Derived from the watches, see `schedule.ts`. */
  watched: boolean;
  followed: boolean;
  /** Counts the derivations of `watched`: one that was overtaken is not written. */
  derived: number;
  dueAt: Date;
  leaseUntil: Date;
  claimableAt: Date;
  leaseOwner?: string;
  /** The claim that took the lease, the commit that wrote last: how each finds what it has won. */
  claim?: string;
  commit?: string;
  /** Changes committed with the state and perhaps not in the order of changes yet. */
  outbox?: Change[];
  /** A dead letter committed with the row and perhaps not in its place yet. */
  letter?: { id: string; error: string; attempts: number; at: Date };
  /** There is an outbox or a letter. */
  outboxAt?: Date;
}

/** A change at its place in the one order; without `change` the place of what was forgotten, which no other takes. */
export interface ChangeDocument {
  _id: string;
  cursor: number;
  section?: string;
  change?: Change;
  /** While it is to be fanned out: how many changes its version has, which are fanned out together. */
  of?: number;
  toFanOut?: true;
  toPublish?: true;
}

export interface WatchDocument {
  _id: string;
  userId: string;
  email: string;
  section: string;
  /** Joined by commas: an index over a list could not answer a query by itself. */
  kinds: string;
  paused: boolean;
  verified: boolean;
  createdAt: Date;
  /** The newest change when the watch was made: that one and those before it are no news to it. */
  afterCursor: number;
  /** One of the places a student has; unique, so that rivals for the last one cannot both get it. */
  slot: number;
}

/** `_id`: `notificationId`. Of a change, else a notice, which outlives its watch. */
export interface NotificationDocument {
  _id: string;
  channel: ChannelName;
  watchId: string;
  userId: string;
  email: string;
  section: string;
  institution: string;
  changeId: string | null;
  kind: ChangeKind | null;
  notice: NoticeKind | null;
  /** 0: an opening, told before everything else. */
  rank: 0 | 1;
  /** Of the change; a notice has that of the newest change. */
  cursor: number;
  status: 'pending' | 'sent' | 'dead';
  attempts: number;
  error: string | null;
  detectedAt: Date;
  queuedAt: Date;
  sentAt: Date | null;
  nextAttemptAt: Date;
  claimableAt: Date;
  /** While pending: channel and watch, whose notifications are told together. */
  waiting?: string;
  leaseOwner?: string;
  claim?: string;
  /** While dead: its dead letter, which so comes and goes in the same write. */
  letterId?: string;
  deadAt?: Date;
}

export interface UserDocument {
  _id: string;
  email: string;
  createdAt: Date;
  /** Its removal has begun and must be finished. */ leaving?: true;
}
/** `_id`: hash of the token. */
export interface SignInDocument {
  _id: string;
  email: string;
  expiresAt: Date;
}
/** `_id`: hash of the session. */
export interface SessionDocument {
  _id: string;
  userId: string;
  createdAt: Date;
  expiresAt: Date;
}
/** `_id`: kind and subject. Those of notifications are in the notification. */
export interface DeadLetterDocument extends Omit<DeadLetter, 'at'> {
  _id: string;
  at: Date;
}
/** `_id`: scope and institution, '' for everywhere. */
export interface PauseDocument {
  _id: string;
  scope: PauseScope;
  institution: string;
  since: Date;
}
/** Changes up to the number `upTo` may have been deleted for their age. */
export interface ForgottenDocument {
  _id: 'changes';
  upTo: number;
}
/** How the store's time goes (`Mark`); what a ping writes, also to see that writing works. */
export interface PingDocument extends Mark {
  _id: 'time';
}
export interface SchemaDocument {
  _id: string;
  version: number;
}

/** `_id`: the node's id. `left`: it went politely. */
export interface NodeDocument {
  _id: string;
  run: string;
  startedAt: Date;
  seenAt: Date;
  leaseUntil: Date;
  left?: true;
}
/** `_id`: what is to be done by one process for all. */
export interface DutyDocument {
  _id: string;
  run: string;
  leaseUntil: Date;
}
/** `_id`: host. `taken` counts the writes: one that was overtaken is not written. */
export interface BudgetDocument extends TokenBucket {
  _id: string;
  taken: number;
}

/** `_id`: institution and term, as section keys begin. `endingUntil`: somebody is ending its watches. */
export interface TermDocument {
  _id: string;
  institution: string;
  term: string;
  silentSince?: Date;
  overAt?: Date;
  cleared?: boolean;
  endingUntil?: Date;
}

export interface Collections {
  sections: Collection<SectionDocument>;
  /** The same, read from where the URL says (`readPreference`): for lookups, which may be a little late. */
  sectionLookups: Collection<SectionDocument>;
  changes: Collection<ChangeDocument>;
  watches: Collection<WatchDocument>;
  notifications: Collection<NotificationDocument>;
  users: Collection<UserDocument>;
  signIns: Collection<SignInDocument>;
  sessions: Collection<SessionDocument>;
  deadLetters: Collection<DeadLetterDocument>;
  pauses: Collection<PauseDocument>;
  nodes: Collection<NodeDocument>;
  duties: Collection<DutyDocument>;
  budgets: Collection<BudgetDocument>;
  forgotten: Collection<ForgottenDocument>;
  pings: Collection<PingDocument>;
  terms: Collection<TermDocument>;
  schema: Collection<SchemaDocument>;
}

/** Before all instants: what is leased by nobody. */
export const NEVER = new Date(0);

/**
 * Instants up to `now`, given in whole milliseconds. Not `$lte`: SecantusDB leaves the bound itself out when the index
 * has fields behind it.
 */
export function upTo(now: number): { $lt: Date } {
  return { $lt: new Date(now + 1) };
}
