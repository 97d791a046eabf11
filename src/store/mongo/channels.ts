/** The channels of students in MongoDB. */
import { randomUUID } from 'node:crypto';
import type { StudentChannel } from '../../domain/channel.ts';
import { MAX_CHANNELS } from '../../domain/channel.ts';
import type { AddedChannel, ChannelStore, NewChannel } from '../channels.ts';
import { storeError } from '../errors.ts';
import { channelOf, channelsOf } from './channel-documents.ts';
import type { Connection } from './connection.ts';

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
      if (deletedCount === 1) await notifications.deleteMany({ destination: channelId });
      return deletedCount === 1;
    });
  }

  async verify(userId: string, channelId: string): Promise<boolean> {
    const { matchedCount } = await this.#connection.use(({ channels }) =>
      channels.updateOne({ _id: channelId, userId }, { $set: { verified: true } }),
    );
    return matchedCount === 1;
  }

  async mute(channelId: string, reason: string): Promise<boolean> {
    const muted = { since: new Date(this.#connection.now()), reason };
    return await this.#connection.use(async ({ channels, notifications }) => {
      const { modifiedCount } = await channels.updateOne(
        { _id: channelId, muted: { $exists: false } },
        { $set: { muted } },
      );
      await notifications.updateMany(
        { destination: channelId, status: 'pending' },
        { $set: { status: 'dead', error: reason }, $unset: { waiting: '', leaseOwner: '', claim: '' } },
      );
      return modifiedCount === 1;
    });
  }

  async unmute(userId: string, channelId: string): Promise<boolean> {
    const { matchedCount } = await this.#connection.use(({ channels }) =>
      channels.updateOne({ _id: channelId, userId }, { $unset: { muted: '' } }),
    );
    return matchedCount === 1;
  }
}
