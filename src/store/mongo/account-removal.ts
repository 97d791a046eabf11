/**
 * Deletes a student. The user document is marked first and deleted last, so the next sweep or sign-in can finish an
 * interrupted removal.
 */
import type { Collections } from './documents.ts';
import { endWatches } from './watches.ts';

export async function removeUser(collections: Collections, userId: string, now: number): Promise<void> {
  const { users, watches, notifications, channels, sessions, signIns } = collections;
  // From here on all sessions of the user are invalid, and no watch is added.
  const user = await users.findOneAndUpdate({ _id: userId }, { $set: { leaving: true } });
  if (user === null) return;
  await endWatches(collections, await watches.find({ userId }).toArray(), now);
  await notifications.deleteMany({ userId });
  await channels.deleteMany({ userId });
  await sessions.deleteMany({ userId });
  await signIns.deleteMany({ email: user.email });
  await users.deleteOne({ _id: userId });
}

export async function finishRemovals(collections: Collections, now: number): Promise<void> {
  for (const { _id } of await collections.users.find({ leaving: true }).toArray())
    await removeUser(collections, _id, now);
}
