/**
 * The archive: all durable data as records that look the same in every store, so that data can move from one store to
 * another. Instants are epoch milliseconds. Leases are left out, so a leased section is simply due.
 */
import type { Change, ChangeKind } from '../domain/change.ts';
import type { ChannelType, StudentChannel } from '../domain/channel.ts';
import type { NoticeKind } from '../domain/notification.ts';
import type { Conditions } from '../domain/conditions.ts';
import type { Preferences } from '../domain/preferences.ts';
import type { SectionState } from '../domain/section.ts';
import type { WatchTerms } from '../domain/watch.ts';
import type { AuditEntry } from './audit.ts';
import type { DeadLetter, FailedAttempt } from './dead-letters.ts';
import type { NewKey } from './keys.ts';
import type { Incident } from './incidents.ts';
import type { PauseScope } from './pauses.ts';

export interface ArchivedSection {
  section: string;
  institution: string;
  term: string;
  classNumber: string;
  state: SectionState | null;
  unknown: boolean;
  missingSince: number | null;
  failures: number;
  failedAttempts: FailedAttempt[];
  dueAt: number;
}

/** `change` null: the newest cursor, whose change was deleted. It is kept because clients may hold cursors up to it. */
export interface ArchivedChange {
  cursor: number;
  change: Change | null;
  fannedOut: boolean;
  published: boolean;
}

export interface ArchivedUser {
  id: string;
  email: string;
  createdAt: number;
  /** Those that were chosen. */
  preferences: Partial<Preferences>;
  suspendedAt: number | null;
}
export interface ArchivedChannel extends Omit<StudentChannel, 'muted' | 'createdAt'> {
  muted: { since: number; reason: string } | null;
  createdAt: number;
}
export interface ArchivedSession {
  hash: string;
  userId: string;
  createdAt: number;
  expiresAt: number;
  lastUsedAt: number;
  browser: string;
}
export interface ArchivedSignIn {
  hash: string;
  email: string;
  expiresAt: number;
  wishes: object[];
  preferences: Partial<Preferences>;
  waitingHash: string | null;
  usedAt: number | null;
}

export interface ArchivedWatch extends WatchTerms {
  id: string;
  userId: string;
  /** Exactly one of `section` and `course` is set. */
  section: string | null;
  course: string | null;
  conditions: Conditions | null;
  /** See `aboutOf`. */
  about: string;
  paused: boolean;
  pausedUntil: number | null;
  /** Paused because its student is suspended. */
  held: boolean;
  /** See `Coverage`. */
  covers: string[];
  tells: boolean;
  verified: boolean;
  createdAt: number;
  /** The cursor of the newest change when the watch was created. */
  afterCursor: number;
}

export interface ArchivedNotification {
  id: string;
  channel: ChannelType;
  destination: string;
  watchId: string;
  section: string;
  changeId: string | null;
  kind: ChangeKind | null;
  notice: NoticeKind | null;
  status: 'pending' | 'sent' | 'dead';
  attempts: number;
  failedAttempts: FailedAttempt[];
  error: string | null;
  detectedAt: number;
  queuedAt: number;
  sentAt: number | null;
  nextAttemptAt: number;
  reminder: number;
  message: string | null;
  tellAt: number | null;
  /** The dead letter about this notification. */
  letter: { id: string; at: number } | null;
}

/** A dead letter that is not about a dead notification: a notification carries its own. */
export interface ArchivedDeadLetter extends Omit<DeadLetter, 'at'> {
  at: number;
}

/** Institution '' means everywhere. */
export interface ArchivedPause {
  scope: PauseScope;
  institution: string;
  since: number;
}

export interface ArchivedKey extends NewKey {
  createdAt: number;
  lastUsedAt: number | null;
  revokedAt: number | null;
}

/** Changes up to this cursor may have been deleted because of their age. */
export interface ArchivedRetention {
  forgottenUpTo: number;
}

/** A term that is over. */
export interface ArchivedTerm {
  institution: string;
  term: string;
  overAt: number;
  cleared: boolean;
}

export interface ArchivedAuditEntry extends Omit<AuditEntry, 'at'> {
  at: number;
}

/** `endedAt` null: it is open. */
export interface ArchivedIncident extends Omit<Incident, 'startedAt' | 'endedAt'> {
  startedAt: number;
  endedAt: number | null;
}

export interface Archived {
  sections: ArchivedSection;
  changes: ArchivedChange;
  users: ArchivedUser;
  channels: ArchivedChannel;
  sessions: ArchivedSession;
  signIns: ArchivedSignIn;
  watches: ArchivedWatch;
  notifications: ArchivedNotification;
  deadLetters: ArchivedDeadLetter;
  pauses: ArchivedPause;
  keys: ArchivedKey;
  retention: ArchivedRetention;
  terms: ArchivedTerm;
  audit: ArchivedAuditEntry;
  incidents: ArchivedIncident;
}

export type ArchiveKind = keyof Archived;

/** In the order in which they are added: a record comes after those it refers to. */
export const ARCHIVE_KINDS = [
  'sections',
  'changes',
  'users',
  'channels',
  'sessions',
  'signIns',
  'watches',
  'notifications',
  'deadLetters',
  'pauses',
  'keys',
  'retention',
  'terms',
  'audit',
  'incidents',
] as const satisfies ArchiveKind[];

/** `next`: the key to continue after, the same in every store; null: this is the last page. */
export interface ArchivePage<Kind extends ArchiveKind> {
  records: Archived[Kind][];
  next: string | null;
}

export interface ArchiveStore {
  /**
   * Writes everything, as it is now, into the new file `path`: an embedded store. Only the embedded store can do this,
   * and it can while it is used.
   */
  copyTo?(path: string): Promise<void>;
  /**
   * Removes expired records and finishes work that a crash interrupted. Two stores with the same records then stay the
   * same.
   */
  cleanUp(): Promise<void>;
  /**
   * Records in the order of their keys, from `limit` rows after `after`. Skips rows that a crash or another process
   * left behind: sections that were never seen and are not watched, and records of a student or watch that is gone.
   */
  page<Kind extends ArchiveKind>(kind: Kind, after: string | null, limit: number): Promise<ArchivePage<Kind>>;
  /** Adds the missing records and leaves existing ones as they are. Only for a store that no process is using. */
  add<Kind extends ArchiveKind>(kind: Kind, records: Archived[Kind][]): Promise<void>;
}
