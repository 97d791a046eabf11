/** Documents of the channels of students. */
import type { StudentChannel } from '../../domain/channel.ts';
import { emailChannelId } from '../../domain/channel.ts';
import type { ChannelDocument } from './account-documents.ts';
import { findAmong } from './bulk.ts';
import type { Collections, WatchDocument } from './documents.ts';

export type OpenChannel = Pick<ChannelDocument, '_id' | 'userId' | 'type'>;

/** The e-mail channel of a user who signs in. Does nothing if it exists. */
export async function addEmailChannel(
  { channels }: Pick<Collections, 'channels'>,
  { _id: userId, email, createdAt }: { _id: string; email: string; createdAt: Date },
): Promise<void> {
  await channels.updateOne(
    { _id: emailChannelId(userId) },
    { $setOnInsert: { userId, type: 'email', label: email, settings: {}, verified: true, createdAt } },
    { upsert: true },
  );
}

/** The channels of these users that may be told: verified, not muted, of students who want it and are not suspended. */
export async function openChannels(
  { channels, users }: Pick<Collections, 'channels' | 'users'>,
  userIds: readonly string[],
): Promise<Map<string, OpenChannel[]>> {
  const ids = [...new Set(userIds)];
  const found = await findAmong(channels, 'userId', ids, ['userId', 'type', 'verified', 'muted']);
  const students = await findAmong(users, '_id', ids, ['preferences', 'suspendedAt']);
  const silent = new Set(
    students
      .filter(({ preferences, suspendedAt }) => preferences?.notifications === false || suspendedAt !== undefined)
      .map(({ _id }) => _id),
  );
  const byUser = new Map<string, OpenChannel[]>();
  for (const channel of found) {
    if (!channel.verified || channel.muted !== undefined || silent.has(channel.userId)) continue;
    byUser.set(channel.userId, [...(byUser.get(channel.userId) ?? []), channel]);
  }
  return byUser;
}

/** Those of the open channels that the watch tells. */
export function channelsOfWatch(
  { userId, channels }: Pick<WatchDocument, 'userId' | 'channels'>,
  open: ReadonlyMap<string, OpenChannel[]>,
): OpenChannel[] {
  return (open.get(userId) ?? []).filter(({ _id }) => channels === null || channels.includes(_id));
}

export async function channelsOf({ channels }: Collections, userId: string): Promise<StudentChannel[]> {
  const found = await channels.find({ userId }).sort({ createdAt: 1, _id: 1 }).toArray();
  return found.toSorted((a, b) => Number(b.type === 'email') - Number(a.type === 'email')).map(channelOf);
}

export function channelOf({ _id: id, muted, createdAt, ...row }: ChannelDocument): StudentChannel {
  return {
    ...row,
    id,
    muted: muted === undefined ? null : { since: muted.since.toISOString(), reason: muted.reason },
    createdAt: createdAt.toISOString(),
  };
}
