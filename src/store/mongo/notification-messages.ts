/** Puts pending notifications into messages, and puts off what may be told only later. */
import type { DueNotification, Message } from '../../domain/message.ts';
import { sortOut } from '../../domain/message.ts';
import type { ToldWatch } from '../../domain/notification.ts';
import type { Preferences } from '../../domain/preferences.ts';
import { withDefaults } from '../../domain/preferences.ts';
import { chunksOf, findAmong } from './bulk.ts';
import type { Collections } from './documents.ts';
import { upTo } from './instants.ts';
import type { Pending } from './notification-lease.ts';
import { isDue } from './notification-lease.ts';

/** `watch` null: it has ended. */
export type Wanted = Pending & { watch: ToldWatch | null };
export type Ready = Wanted & { preferences: Preferences };
export type Claimed = Ready & { message: string };
type Due = DueNotification & { ready: Ready };

export async function withPreferences({ users }: Collections, pending: Wanted[]): Promise<Ready[]> {
  const ids = [...new Set(pending.map(({ userId }) => userId))];
  const students = await findAmong(users, '_id', ids, ['preferences', 'suspendedAt']);
  // A suspended student is told nothing, and neither is one whose account was removed.
  const nothing = { notifications: false };
  const preferences = new Map(
    students.map(({ _id, preferences: chosen = {}, suspendedAt }) => [
      _id,
      withDefaults(suspendedAt === undefined ? chosen : nothing),
    ]),
  );
  return pending.map((each) => ({ ...each, preferences: preferences.get(each.userId) ?? withDefaults(nothing) }));
}

/**
 * The messages that may be told now. Postpones what may be told later and deletes what the student does not want.
 * `othersWait`: it did so for some.
 */
export async function sorted(
  { notifications }: Collections,
  ready: Ready[],
  now: number,
): Promise<{ messages: Message<Ready>[]; othersWait: boolean }> {
  const due = ready.filter((each) => isDue(each, now));
  const unwanted = due.filter(({ preferences }) => !preferences.notifications);
  for (const chunk of chunksOf(unwanted))
    await notifications.deleteMany({ _id: { $in: chunk.map(({ _id }) => _id) }, status: 'pending' });
  const { messages, later } = sortOut(due.filter(({ preferences }) => preferences.notifications).map(dueOf), now);
  if (later.length > 0)
    await notifications.bulkWrite(
      later.map(({ rows, until }) => ({
        updateMany: {
          filter: { _id: { $in: rows.map(({ id }) => id) }, status: 'pending', claimableAt: upTo(now) },
          update: { $set: { nextAttemptAt: new Date(until), claimableAt: new Date(until), tellAt: new Date(until) } },
        },
      })),
      { ordered: false },
    );
  return {
    messages: messages.map(({ id, rows }) => ({ id, rows: rows.map(({ ready: row }) => row) })),
    othersWait: later.length > 0 || unwanted.length > 0,
  };
}

/**
 * Gives leased notifications their message, unless they have one. It is stored before any is sent, so that another
 * process that takes them over sends the same message.
 */
export async function intoMessages(
  { notifications }: Collections,
  taken: Ready[],
  owner: string,
  now: number,
): Promise<Claimed[]> {
  const { messages } = sortOut(taken.map(dueOf), now);
  const fresh = messages.filter(({ rows }) => rows.some(({ message }) => message === null));
  if (fresh.length > 0)
    await notifications.bulkWrite(
      fresh.map(({ id, rows }) => ({
        updateMany: {
          filter: { _id: { $in: rows.map((row) => row.id) }, leaseOwner: owner },
          update: { $set: { message: id } },
        },
      })),
      { ordered: false },
    );
  const messageOf = new Map(messages.flatMap(({ id, rows }) => rows.map((row) => [row.id, id])));
  return taken.flatMap((each) => {
    const message = messageOf.get(each._id);
    return message === undefined ? [] : [{ ...each, message }];
  });
}

function dueOf(ready: Ready): Due {
  const { _id: id, channel, destination, watchId, section, changeId, kind, notice, message = null } = ready;
  const queuedAt = ready.queuedAt.getTime();
  const { preferences } = ready;
  return { id, channel, destination, watchId, section, changeId, kind, notice, message, queuedAt, preferences, ready };
}
