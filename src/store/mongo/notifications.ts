/** Notifications in MongoDB. */
import { randomUUID } from 'node:crypto';
import type { AnyBulkWriteOperation } from 'mongodb';
import type { ChannelType } from '../../domain/channel.ts';
import type { ClaimedNotification } from '../../domain/notification.ts';
import type { NotificationStore, Verdict } from '../notifications.ts';
import { chunksOf } from './bulk.ts';
import type { ChangeOrder } from './change-order.ts';
import type { Connection } from './connection.ts';
import type { NotificationDocument } from './documents.ts';
import { pendingAgain } from './notification-document.ts';
import { oneMore } from './failed-attempts.ts';
import { fanOut } from './fan-out.ts';
import { tellOutages } from './outages.ts';
import { remind } from './reminders.ts';
import { claimNotifications, wanted } from './notification-claim.ts';

export class MongoNotifications implements NotificationStore {
  readonly #connection: Connection;
  readonly #order: ChangeOrder;

  constructor(connection: Connection, order: ChangeOrder) {
    this.#connection = connection;
    this.#order = order;
  }

  async fanOut(quietGapMs: number): Promise<{ changes: number; notifications: number }> {
    return await this.#connection.use((collections) =>
      fanOut(collections, this.#order, quietGapMs, this.#connection.now()),
    );
  }

  async remind(): Promise<number> {
    return await this.#connection.use((collections) => remind(collections, this.#connection.now()));
  }

  async tellOutages(unseenMs: number, resting: string[]): Promise<number> {
    return await this.#connection.use((collections) =>
      tellOutages(collections, unseenMs, resting, this.#connection.now()),
    );
  }

  async claim(channel: ChannelType, owner: string, leaseMs: number, limit: number): Promise<ClaimedNotification[]> {
    return await this.#connection.use((collections) =>
      claimNotifications(collections, channel, owner, leaseMs, limit, this.#connection.now()),
    );
  }

  async hold(owner: string, ids: string[], leaseMs: number): Promise<string[]> {
    return await this.#connection.use(async ({ notifications }) => {
      const held: string[] = [];
      for (const chunk of chunksOf(ids)) {
        const now = this.#connection.now();
        const mine = { _id: { $in: chunk }, leaseOwner: owner, claimableAt: { $gt: new Date(now) } };
        await notifications.updateMany(mine, { $set: { claimableAt: new Date(now + leaseMs) } });
        held.push(
          ...(await notifications.find(mine, { projection: { _id: 1 }, batchSize: chunk.length }).toArray()).map(
            ({ _id }) => _id,
          ),
        );
      }
      return held;
    });
  }

  async release(owner: string, ids: string[]): Promise<void> {
    await this.#connection.use(async ({ notifications }) => {
      for (const chunk of chunksOf(ids)) {
        await notifications.updateMany({ _id: { $in: chunk }, leaseOwner: owner }, [
          { $set: { claimableAt: '$nextAttemptAt' } },
          { $unset: ['leaseOwner', 'claim'] },
        ]);
      }
    });
  }

  async postpone(owner: string, ids: string[], inMs: number): Promise<void> {
    const dueAt = new Date(this.#connection.now() + inMs);
    await this.#connection.use(async ({ notifications }) => {
      for (const chunk of chunksOf(ids)) {
        await notifications.updateMany(
          { _id: { $in: chunk }, leaseOwner: owner },
          { $set: { nextAttemptAt: dueAt, claimableAt: dueAt }, $unset: { leaseOwner: '', claim: '' } },
        );
      }
    });
  }

  async record(owner: string, verdicts: Verdict[]): Promise<void> {
    const now = this.#connection.now();
    const writes = verdicts.map((verdict) => writeOf(owner, verdict, now));
    if (writes.length > 0)
      await this.#connection.use(({ notifications }) => notifications.bulkWrite(writes, { ordered: false }));
  }

  async revive(ids: string[], inMs: number): Promise<void> {
    const dueAt = new Date(this.#connection.now() + inMs);
    await this.#connection.use(async ({ notifications }) => {
      for (const chunk of chunksOf(ids)) {
        await notifications.updateMany(
          { _id: { $in: chunk }, status: 'dead' },
          pendingAgain({ nextAttemptAt: dueAt, claimableAt: dueAt }),
        );
      }
    });
  }

  async nextDueInMs(channel: ChannelType): Promise<number | null> {
    const next = await this.#connection.use(async (collections) => {
      const filter = await wanted(collections, channel);
      return filter === undefined
        ? null
        : await collections.notifications
            .find(filter, { projection: { claimableAt: 1 } })
            .sort({ claimableAt: 1 })
            .limit(1)
            .next();
    });
    return next === null ? null : Math.max(0, next.claimableAt.getTime() - this.#connection.now());
  }

  async countPending(): Promise<number> {
    return await this.#connection.use(({ notifications }) => notifications.countDocuments({ status: 'pending' }));
  }
}

/** The write applies only while `owner` holds the lease, so a repetition changes nothing. */
function writeOf(owner: string, verdict: Verdict, now: number): AnyBulkWriteOperation<NotificationDocument> {
  const mine = { _id: verdict.id, leaseOwner: owner, status: 'pending' as const };
  const at = new Date(now);
  const tried = { $inc: { attempts: 1 }, $unset: { leaseOwner: '' as const, claim: '' as const } };
  const done = { ...tried, $unset: { ...tried.$unset, waiting: '' as const } };
  switch (verdict.outcome) {
    case 'sent':
      return { updateOne: { filter: mine, update: { ...done, $set: { status: 'sent', error: null, sentAt: at } } } };
    case 'retry': {
      const nextAttemptAt = new Date(now + verdict.inMs);
      return {
        updateOne: {
          filter: mine,
          update: {
            ...tried,
            $push: { failedAttempts: oneMore({ at: at.toISOString(), error: verdict.error }) },
            $set: { error: verdict.error, nextAttemptAt, claimableAt: nextAttemptAt },
          },
        },
      };
    }
    case 'dead':
      return {
        updateOne: {
          filter: mine,
          update: {
            ...done,
            $push: { failedAttempts: oneMore({ at: at.toISOString(), error: verdict.error }) },
            $set: { status: 'dead', error: verdict.error, letterId: randomUUID(), deadAt: at },
          },
        },
      };
    default:
      return verdict satisfies never;
  }
}
