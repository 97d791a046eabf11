/**
 * The documents of the collections. Instants are dates. An `_id` is derived from the document's meaning, so writing the
 * same document twice changes nothing.
 */
import type { Collection } from 'mongodb';
import type { Change, ChangeKind } from '../../domain/change.ts';
import type { NoticeKind } from '../../domain/notification.ts';
import type { ChannelType } from '../../domain/channel.ts';
import type { Conditions } from '../../domain/conditions.ts';
import type { SectionState } from '../../domain/section.ts';
import type { Remind } from '../../domain/watch.ts';
import type { DeadLetter, FailedAttempt } from '../dead-letters.ts';
import type { KeptSession } from '../kept-sessions.ts';
import type { NewKey } from '../keys.ts';
import type { PauseScope } from '../pauses.ts';
import type { ChannelDocument, SessionDocument, SignInDocument, UserDocument } from './account-documents.ts';
import type { AuditDocument, SeriesDocument } from './operator-documents.ts';
import type {
  BudgetDocument,
  DutyDocument,
  IncidentDocument,
  TraceDocument,
  NodeDocument,
  PingDocument,
  SchemaDocument,
} from './process-documents.ts';

/** The server's time of the last touch (see `touches.ts`). */
export interface Touch {
  touchedAt?: Date;
  /** Tells apart two touches in one millisecond. */
  touches?: number;
}

/** A section. `_id` is its key. */
export interface SectionDocument extends Touch {
  _id: string;
  institution: string;
  term: string;
  classNumber: string;
  /** What one request shows: the sections of a course, or a section that was never seen and so has no course yet. */
  course: string;
  state: SectionState | null;
  version: number;
  /** The words a search finds it by, in lower case. */
  words: string[];
  unknown: boolean;
  failures: number;
  /** Oldest first; missing: none failed. */
  failedAttempts?: FailedAttempt[];
  /** When an answer first lacked it; missing: the last answer listed it. */
  missingSince?: Date;
  /** `watched`: it has a watch that is not paused. `followed`: it has any watch. Derived, see `schedule.ts`. */
  watched: boolean;
  followed: boolean;
  /** Counts the derivations of `watched`, so that an outdated one is not written. */
  derived: number;
  /** How many watches are not paused. Derived with `watched`. An earlier version did not count them. */
  watches?: number;
  dueAt: Date;
  /** How many cycles were asked for since. Older documents have none. */
  demand?: number;
  leaseUntil: Date;
  leaseOwner?: string;
  /** The claim that took the lease, and the commit that wrote last. Each finds its own documents by them. */
  claim?: string;
  commit?: string;
  /** Changes that were committed with the state and may not be in the order of changes yet. */
  outbox?: Change[];
  /** A dead letter that was committed with the section and may not be in the dead letters yet. */
  letter?: { id: string; error: string; attempts: number; at: Date };
  /** It has a dead letter, which goes when the section is seen. */
  lettered?: true;
  /** Set while there is an `outbox`, a `letter` or `toCover`. */
  outboxAt?: Date;
  /**
   * This version may change what watches of the course cover, and they are not up to date yet. `courseSeenAt`: the
   * section is new, and its course was last seen then.
   */
  toCover?: { version: number; courseSeenAt?: Date };
}

/** A change with its number. Without `change` it keeps the number of a deleted change, so that it is not used again. */
export interface ChangeDocument {
  _id: string;
  cursor: number;
  section?: string;
  change?: Change;
  /** How many changes its version has, until it is fanned out. They are fanned out together. */
  of?: number;
  toFanOut?: true;
  toPublish?: true;
}

export interface WatchDocument {
  _id: string;
  userId: string;
  email: string;
  /** Exactly one of `section` and `course` is set. */
  section?: string;
  course?: string;
  conditions?: Conditions;
  /** Names what is watched (see `aboutOf`). */
  about: string;
  /** See `Coverage`. */
  covers: string[];
  tells: boolean;
  /** Counts the derivations of `covers` and `tells`, so that an outdated one is not written. */
  covered?: number;
  /** Joined by commas, because an index on a list cannot cover a query. */
  kinds: string;
  minSeats: number;
  reservedGroup: string | null;
  channels: string[] | null;
  remind: Remind;
  paused: boolean;
  /** When the pause ends by itself. */
  pausedUntil?: Date;
  /** Paused because its student is suspended. */
  held?: true;
  verified: boolean;
  createdAt: Date;
  /** The newest change when the watch was created. The watch gets only later changes. */
  afterCursor: number;
  /** One of the student's slots for watches. It is unique, so two requests cannot both get the last slot. */
  slot: number;
}

/** `_id`: `notificationId`. It is about a change, or it is a notice, which outlives its watch. */
export interface NotificationDocument {
  _id: string;
  channel: ChannelType;
  /** The id of the student's channel. */
  destination: string;
  watchId: string;
  userId: string;
  email: string;
  section: string;
  institution: string;
  changeId: string | null;
  kind: ChangeKind | null;
  notice: NoticeKind | null;
  /** 0: an opening, which is sent before everything else. */
  rank: 0 | 1;
  /** The number of the change. A notice has the number of the newest change at that time. */
  cursor: number;
  status: 'pending' | 'sent' | 'dead';
  attempts: number;
  /** Oldest first; missing: none failed. */
  failedAttempts?: FailedAttempt[];
  error: string | null;
  detectedAt: Date;
  queuedAt: Date;
  sentAt: Date | null;
  nextAttemptAt: Date;
  claimableAt: Date;
  /** Which reminder of an opening it is, counted from 1; 0: not a reminder. */
  reminder?: number;
  /** The message it went into, since it was first claimed. */
  message?: string;
  /** It waited until then for the end of quiet hours or for a digest. */
  tellAt?: Date;
  /** Set while pending: the destination. */
  waiting?: string;
  leaseOwner?: string;
  claim?: string;
  /** Set while dead: its dead letter. */
  letterId?: string;
  deadAt?: Date;
}

/** `_id`: kind and subject. Dead letters of notifications are in the notifications. */
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
/** A key of another program. */
export interface KeyDocument extends Omit<NewKey, 'id'> {
  _id: string;
  createdAt: Date;
  lastUsedAt?: Date;
  revokedAt?: Date;
}
/** Changes up to the number `upTo` may have been deleted because of their age. */
export interface ForgottenDocument {
  _id: 'changes';
  upTo: number;
}
/** `_id`: institution and term, like the start of section keys. `endingUntil`: a process is ending its watches. */
export interface TermDocument {
  _id: string;
  institution: string;
  term: string;
  silentSince?: Date;
  overAt?: Date;
  cleared?: boolean;
  endingUntil?: Date;
}

/** `_id`: the section. It was touched last when it was no longer watched. */
export interface UnwatchedDocument extends Touch {
  _id: string;
  institution: string;
}

/** `_id`: the key and the client's own id. */
export interface KeptSessionDocument extends Omit<KeptSession, 'clientId'> {
  _id: string;
  savedAt: Date;
}

export interface Collections {
  sections: Collection<SectionDocument>;
  /** The sections, read as the URL's `readPreference` says. For searches, which may be slightly out of date. */
  sectionLookups: Collection<SectionDocument>;
  unwatched: Collection<UnwatchedDocument>;
  changes: Collection<ChangeDocument>;
  watches: Collection<WatchDocument>;
  notifications: Collection<NotificationDocument>;
  users: Collection<UserDocument>;
  channels: Collection<ChannelDocument>;
  signIns: Collection<SignInDocument>;
  sessions: Collection<SessionDocument>;
  deadLetters: Collection<DeadLetterDocument>;
  pauses: Collection<PauseDocument>;
  keys: Collection<KeyDocument>;
  nodes: Collection<NodeDocument>;
  duties: Collection<DutyDocument>;
  budgets: Collection<BudgetDocument>;
  forgotten: Collection<ForgottenDocument>;
  pings: Collection<PingDocument>;
  terms: Collection<TermDocument>;
  audit: Collection<AuditDocument>;
  incidents: Collection<IncidentDocument>;
  keptSessions: Collection<KeptSessionDocument>;
  series: Collection<SeriesDocument>;
  traces: Collection<TraceDocument>;
  schema: Collection<SchemaDocument>;
}
