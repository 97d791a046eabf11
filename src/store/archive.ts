/**
 * The archive: everything durable as records that read the same from every store, so that it can be moved from one to
 * another. Instants are epoch milliseconds. Leases are not in it: what was leased is due as it was.
 */
import type { Change, ChangeKind } from '../domain/change.ts';
import type { ChannelName, NoticeKind } from '../domain/notification.ts';
import type { SectionState } from '../domain/section.ts';
import type { Watch } from '../domain/watch.ts';
import type { DeadLetter } from './dead-letters.ts';
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
  dueAt: number;
}

/** `change` null: the newest number, whose change has gone. It stays taken, because cursors up to it were given out. */
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
}
export interface ArchivedSession {
  hash: string;
  userId: string;
  createdAt: number;
  expiresAt: number;
}
export interface ArchivedSignIn {
  hash: string;
  email: string;
  expiresAt: number;
}

/** `afterCursor`: the newest change when the watch was made. */
export interface ArchivedWatch extends Omit<Watch, 'createdAt'> {
  userId: string;
  createdAt: number;
  afterCursor: number;
}

export interface ArchivedNotification {
  id: string;
  channel: ChannelName;
  watchId: string;
  section: string;
  changeId: string | null;
  kind: ChangeKind | null;
  notice: NoticeKind | null;
  /** Of a notice, which outlives its watch. */
  email: string | null;
  status: 'pending' | 'sent' | 'dead';
  attempts: number;
  error: string | null;
  detectedAt: number;
  queuedAt: number;
  sentAt: number | null;
  nextAttemptAt: number;
  /** The dead letter about it. */
  letter: { id: string; at: number } | null;
}

/** Not about a dead notification: that has its own. */
export interface ArchivedDeadLetter extends Omit<DeadLetter, 'at'> {
  at: number;
}

/** Institution '' stands for everywhere. */
export interface ArchivedPause {
  scope: PauseScope;
  institution: string;
  since: number;
}

/** Changes up to this number may have been deleted for their age. */
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

export interface Archived {
  sections: ArchivedSection;
  changes: ArchivedChange;
  users: ArchivedUser;
  sessions: ArchivedSession;
  signIns: ArchivedSignIn;
  watches: ArchivedWatch;
  notifications: ArchivedNotification;
  deadLetters: ArchivedDeadLetter;
  pauses: ArchivedPause;
  retention: ArchivedRetention;
  terms: ArchivedTerm;
}

export type ArchiveKind = keyof Archived;

/** In the order they are added in: what others refer to comes before them. */
export const ARCHIVE_KINDS = [
  'sections',
  'changes',
  'users',
  'sessions',
  'signIns',
  'watches',
  'notifications',
  'deadLetters',
  'pauses',
  'retention',
  'terms',
] as const satisfies ArchiveKind[];

/** `next`: what to read on after, the same in every store; null: nothing follows. */
export interface ArchivePage<Kind extends ArchiveKind> {
  records: Archived[Kind][];
  next: string | null;
}

export interface ArchiveStore {
  /**
   * Removes what has expired and finishes what a crash has left half done: then two stores with the same records stay
   * the same.
   */
  settle(): Promise<void>;
  /**
   * Records in the order of their keys, from `limit` rows after `after`. Left out is what only stands there for a crash
   * or a rival: sections never seen nor watched, and what refers to a student or watch that is gone.
   */
  page<Kind extends ArchiveKind>(kind: Kind, after: string | null, limit: number): Promise<ArchivePage<Kind>>;
  /** Adds those that are not there; one that is there stays as it is. Only for a store that nobody works on. */
  add<Kind extends ArchiveKind>(kind: Kind, records: Archived[Kind][]): Promise<void>;
}
