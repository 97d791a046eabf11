/** Documents as records of the archive. */
import type { ChangeKind } from '../../domain/change.ts';
import type { ArchivedChannel, ArchivedNotification, ArchivedSection, ArchivedWatch } from '../archive.ts';
import type { ChannelDocument } from './account-documents.ts';
import type { NotificationDocument, SectionDocument, WatchDocument } from './documents.ts';

export function sectionRecord({
  _id: section,
  institution,
  term,
  classNumber,
  state,
  unknown,
  missingSince,
  failures,
  failedAttempts = [],
  dueAt,
}: SectionDocument): ArchivedSection {
  return {
    section,
    institution,
    term,
    classNumber,
    state,
    unknown,
    missingSince: missingSince?.getTime() ?? null,
    failures,
    failedAttempts,
    dueAt: dueAt.getTime(),
  };
}

export function watchRecord({
  _id: id,
  email: _email,
  slot: _slot,
  covered: _covered,
  ...row
}: WatchDocument): ArchivedWatch {
  return {
    ...row,
    id,
    section: row.section ?? null,
    course: row.course ?? null,
    conditions: row.conditions ?? null,
    kinds: row.kinds.split(',') as ChangeKind[],
    pausedUntil: row.pausedUntil?.getTime() ?? null,
    held: row.held ?? false,
    covers: row.covers.toSorted(),
    createdAt: row.createdAt.getTime(),
  };
}

export function channelRecord({ _id: id, muted, createdAt, ...channel }: ChannelDocument): ArchivedChannel {
  return {
    ...channel,
    id,
    muted: muted === undefined ? null : { since: muted.since.getTime(), reason: muted.reason },
    createdAt: createdAt.getTime(),
  };
}

export function notificationRecord({ _id: id, ...row }: NotificationDocument): ArchivedNotification {
  const { channel, destination, watchId, section, changeId, kind, notice, status, attempts, error } = row;
  const { letterId, deadAt } = row;
  return {
    id,
    channel,
    destination,
    watchId,
    section,
    changeId,
    kind,
    notice,
    status,
    attempts,
    failedAttempts: row.failedAttempts ?? [],
    error,
    detectedAt: row.detectedAt.getTime(),
    queuedAt: row.queuedAt.getTime(),
    sentAt: row.sentAt?.getTime() ?? null,
    nextAttemptAt: row.nextAttemptAt.getTime(),
    reminder: row.reminder ?? 0,
    message: row.message ?? null,
    tellAt: row.tellAt?.getTime() ?? null,
    letter: letterId === undefined || deadAt === undefined ? null : { id: letterId, at: deadAt.getTime() },
  };
}
