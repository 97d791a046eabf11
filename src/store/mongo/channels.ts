/** The channels of students in MongoDB. */
import { randomUUID } from 'node:crypto';
import type { StudentChannel } from '../../domain/channel.ts';
import { emailChannelId, MAX_CHANNELS } from '../../domain/channel.ts';
import type { AddedChannel, ChannelStore, NewChannel } from '../channels.ts';
import { storeError } from '../errors.ts';
import type { ChannelDocument } from './account-documents.ts';
import { insertMissing } from './bulk.ts';
import { newestCursor } from './change-order.ts';
import { channelOf, channelsOf, openChannels } from './channel-documents.ts';
import type { Connection } from './connection.ts';
import type { Collections } from './documents.ts';
import { newNotice } from './notification-document.ts';

export class MongoChannels implements ChannelStore {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Counts again after the insert, because another request may have added one meanwhile. */
  async add(userId: string, given: NewChannel): Promise<AddedChannel> {
    const channel = { ...given, _id: randomUUID(), userId, createdAt: new Date(this.#connection.now()) };
    return await this.#connection.use(async ({ channels, users }) => {
      if ((await channels.countDocuments({ userId })) >= MAX_CHANNELS) return { outcome: 'limit' };
      await channels.insertOne(channel);
      const isKnown = (await users.findOne({ _id: userId, leaving: { $exists: false } })) !== null;
      if (isKnown && (await channels.countDocuments({ userId })) <= MAX_CHANNELS)
        return { outcome: 'added', channel: channelOf(channel) };
      await channels.deleteOne({ _id: channel._id });
      if (!isKnown) throw storeError('PMC_NOT_SIGNED_IN', {});
      return { outcome: 'limit' };
    });
  }

  async list(userId: string): Promise<StudentChannel[]> {
    return await this.#connection.use((collections) => channelsOf(collections, userId));
  }

  async find(userId: string, channelId: string): Promise<StudentChannel | undefined> {
    const found = await this.#connection.use(({ channels }) => channels.findOne({ _id: channelId, userId }));
    return found === null ? undefined : channelOf(found);
  }

  async remove(userId: string, channelId: string): Promise<boolean> {
    return await this.#connection.use(async ({ channels, notifications }) => {
      const { deletedCount } = await channels.deleteOne({ _id: channelId, userId, type: { $ne: 'email' } });
      if (deletedCount === 1)
        await notifications.deleteMany({ $or: [{ destination: channelId }, { watchId: channelId }] });
      return deletedCount === 1;
    });
  }

  async verify(userId: string, channelId: string): Promise<boolean> {
    const { matchedCount } = await this.#connection.use(({ channels }) =>
      channels.updateOne({ _id: channelId, userId }, { $set: { verified: true } }),
    );
    return matchedCount === 1;
  }

  async mute(channelId: string, reason: string, by: 'us' | 'student'): Promise<boolean> {
    const now = this.#connection.now();
    return await this.#connection.use(async (collections) => {
      const { channels, notifications } = collections;
      const muted = await channels.findOneAndUpdate(
        { _id: channelId, muted: { $exists: false } },
        { $set: { muted: { since: new Date(now), reason } } },
      );
      await notifications.updateMany(
        { destination: channelId, status: 'pending' },
        { $set: { status: 'dead', error: reason }, $unset: { waiting: '', leaseOwner: '', claim: '' } },
      );
      if (muted !== null && by === 'us') await tellOthers(collections, muted, now);
      return muted !== null;
    });
  }

  async muteAddress(email: string, reason: string): Promise<boolean> {
    const user = await this.#connection.use(({ users }) => users.findOne({ email }, { projection: { _id: 1 } }));
    return user !== null && (await this.mute(emailChannelId(user._id), reason, 'us'));
  }

  async unmute(userId: string, channelId: string): Promise<boolean> {
    return await this.#connection.use(async ({ channels, notifications }) => {
      const { matchedCount } = await channels.updateOne({ _id: channelId, userId }, { $unset: { muted: '' } });
      // There is nothing to repair any more.
      if (matchedCount === 1) await notifications.deleteMany({ watchId: channelId, status: { $ne: 'sent' } });
      return matchedCount === 1;
    });
  }
}

/** The student's other channels hear that one was muted. */
async function tellOthers(collections: Collections, muted: ChannelDocument, now: number): Promise<void> {
  const { _id, userId } = muted;
  const user = await collections.users.findOne({ _id: userId });
  if (user === null) return;
  const others = (await openChannels(collections, [userId])).get(userId) ?? [];
  const about = {
    subject: `${now}:channel-muted`,
    section: '',
    notice: 'channel-muted' as const,
    cursor: await newestCursor(collections),
    detectedAt: new Date(now),
  };
  await insertMissing(
    collections.notifications,
    others.map((channel) => newNotice({ _id, userId, email: user.email }, channel, about, now)),
  );
}
