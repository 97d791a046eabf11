/**
 * Exports everything that is stored about one student, for that student. Hashes of tokens and the
 * settings of channels are left out, because they tell the student nothing and could help an attacker.
 */
import { channelsOf } from './channel-documents.ts';
import { letterOfNotification } from './dead-letters.ts';
import type { Collections, NotificationDocument } from './documents.ts';
import { watchesOf } from './watch-document.ts';

/** Empty when there is no such user. */
export async function exportAccount(collections: Collections, userId: string): Promise<Record<string, unknown>> {
  const user = await collections.users.findOne({ _id: userId });
  if (user === null) return {};
  const { _id: id, email, createdAt, suspendedAt, preferences = {} } = user;
  const notifications = await collections.notifications
    .find({ userId })
    .sort({ queuedAt: 1, cursor: 1, _id: 1 })
    .toArray();
  const sessions = await collections.sessions.find({ userId }).sort({ createdAt: 1 }).toArray();
  const links = await collections.signIns.find({ email }).sort({ expiresAt: 1 }).toArray();
  return {
    user: {
      id,
      email,
      createdAt: createdAt.toISOString(),
      suspendedAt: suspendedAt?.toISOString() ?? null,
      preferences,
    },
    channels: (await channelsOf(collections, userId)).map(
      ({ settings: _settings, userId: _userId, ...channel }) => channel,
    ),
    watches: await watchesOf(collections, userId),
    notifications: notifications.map(readable),
    deadLetters: notifications.filter(({ deadAt }) => deadAt !== undefined).map(letterOfNotification),
    sessions: sessions.map((session) => ({
      browser: session.browser ?? '',
      createdAt: session.createdAt.toISOString(),
      lastUsedAt: (session.lastUsedAt ?? session.createdAt).toISOString(),
      expiresAt: session.expiresAt.toISOString(),
    })),
    signInLinks: links.map((link) => ({
      expiresAt: link.expiresAt.toISOString(),
      usedAt: link.usedAt?.toISOString() ?? null,
      wishes: link.wishes ?? [],
      preferences: link.preferences ?? {},
    })),
  };
}

function readable({
  _id: id,
  channel,
  section,
  changeId: change,
  notice,
  status,
  attempts,
  error,
  queuedAt,
  sentAt,
}: NotificationDocument): object {
  return {
    id,
    channel,
    section,
    change,
    notice,
    status,
    attempts,
    error,
    queuedAt: queuedAt.toISOString(),
    sentAt: sentAt?.toISOString() ?? null,
  };
}
