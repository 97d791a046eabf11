/** Sessions in MongoDB. */
import type { StoredSession, User } from '../accounts.ts';
import { sessionId, USE_NOTED_MS } from '../accounts.ts';
import type { SessionDocument, UserDocument } from './account-documents.ts';
import type { Collections } from './documents.ts';

/** The user of a session. Notes its use now and then. */
export async function userOfSession(
  { sessions, users }: Collections,
  sessionHash: string,
  now: number,
): Promise<User | undefined> {
  const session = await sessions.findOne({ _id: sessionHash, expiresAt: { $gt: new Date(now) } });
  const user = session === null ? null : await users.findOne({ _id: session.userId });
  if (session === null || user === null || user.leaving === true || user.suspendedAt !== undefined) return undefined;
  if (lastUse(session) + USE_NOTED_MS <= now)
    await sessions.updateOne({ _id: sessionHash }, { $max: { lastUsedAt: new Date(now) } });
  return userOf(user);
}

export async function sessionsOf(collections: Collections, userId: string, now: number): Promise<StoredSession[]> {
  return (await documentsOf(collections, userId, now)).map((session) => ({
    id: sessionId(session._id),
    createdAt: session.createdAt.toISOString(),
    lastUsedAt: new Date(lastUse(session)).toISOString(),
    browser: session.browser ?? '',
  }));
}

export async function endSession(collections: Collections, userId: string, id: string, now: number): Promise<boolean> {
  const session = (await documentsOf(collections, userId, now)).find(({ _id }) => sessionId(_id) === id);
  return session !== undefined && (await collections.sessions.deleteOne({ _id: session._id })).deletedCount === 1;
}

export function userOf({ _id: id, email, createdAt }: UserDocument): User {
  return { id, email, createdAt: createdAt.toISOString() };
}

async function documentsOf({ sessions }: Collections, userId: string, now: number): Promise<SessionDocument[]> {
  const found = await sessions.find({ userId, expiresAt: { $gt: new Date(now) } }).toArray();
  return found.toSorted((a, b) => lastUse(b) - lastUse(a) || b.createdAt.getTime() - a.createdAt.getTime());
}

function lastUse({ lastUsedAt, createdAt }: SessionDocument): number {
  return (lastUsedAt ?? createdAt).getTime();
}
