/** Leases pending notifications message by message. */
import { randomUUID } from 'node:crypto';
import { unitOf } from '../../domain/message.ts';
import { ONE_BATCH } from './bulk.ts';
import type { Collections, NotificationDocument } from './documents.ts';

/** The fields of a pending notification that claiming needs. */
export const PENDING = [
  'channel',
  'destination',
  'watchId',
  'userId',
  'email',
  'section',
  'changeId',
  'kind',
  'notice',
  'cursor',
  'attempts',
  'detectedAt',
  'queuedAt',
  'claimableAt',
  'reminder',
  'message',
  'tellAt',
  'institution',
] as const;
export type Pending = Pick<NotificationDocument, '_id' | (typeof PENDING)[number]>;

/**
 * Leases complete messages. Whoever leases the first notification of a message may lease the others, so two processes
 * never hold parts of one message. While the first is not due, or leased by another process, the others wait.
 */
export async function leaseMessages<Row extends Pending>(
  collections: Collections,
  ready: Row[],
  owner: string,
  leaseMs: number,
  now: number,
): Promise<Row[]> {
  const messages = new Map<string, Row[]>();
  for (const each of ready.toSorted((a, b) => (a._id < b._id ? -1 : 1))) {
    const key = unitOf({ ...each, id: each._id, message: each.message ?? null });
    messages.set(key, [...(messages.get(key) ?? []), each]);
  }
  const due = [...messages.values()].filter(([first]) => isDue(first!, now));
  const won = new Set(
    await lease(
      collections,
      due.map(([first]) => first!),
      owner,
      leaseMs,
      now,
    ),
  );
  const others = due.flatMap(([first, ...rest]) => (won.has(first!) ? rest.filter((each) => isDue(each, now)) : []));
  return [...won, ...(await lease(collections, others, owner, leaseMs, now))];
}

/** Leases notifications and returns those it got. Exactly one of several processes gets a notification. */
async function lease<Row extends Pending>(
  { notifications }: Collections,
  wished: Row[],
  owner: string,
  leaseMs: number,
  now: number,
): Promise<Row[]> {
  if (wished.length === 0) return [];
  const claim = randomUUID();
  const { matchedCount } = await notifications.bulkWrite(
    wished.map(({ _id }) => ({
      updateOne: {
        filter: { _id, status: 'pending', claimableAt: { $lte: new Date(now) } },
        update: { $set: { leaseOwner: owner, claim, claimableAt: new Date(now + leaseMs) } },
      },
    })),
    { ordered: false },
  );
  if (matchedCount === wished.length) return wished;
  const won = await notifications
    .find({ leaseOwner: owner, claim }, { projection: { _id: 1 }, batchSize: ONE_BATCH })
    .toArray();
  const ids = new Set(won.map(({ _id }) => _id));
  return wished.filter(({ _id }) => ids.has(_id));
}

export function isDue({ claimableAt }: Pending, now: number): boolean {
  return claimableAt.getTime() <= now;
}
