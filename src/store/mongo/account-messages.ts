/** The notifications of a student in MongoDB. */
import type { MessagePlace, StoredMessage } from '../accounts.ts';
import type { Collections } from './documents.ts';

export async function messagesOf(
  { notifications, changes, channels }: Collections,
  userId: string,
  after: MessagePlace | null,
  limit: number,
): Promise<StoredMessage[]> {
  const at = after === null ? null : new Date(after.queuedAt);
  const behind = at === null ? {} : { $or: [{ queuedAt: { $lt: at } }, { queuedAt: at, _id: { $lt: after!.id } }] };
  const rows = await notifications
    .find({ userId, ...behind })
    .sort({ queuedAt: -1, _id: -1 })
    .limit(limit)
    .toArray();
  const changeIds = rows.flatMap(({ changeId }) => changeId ?? []);
  const known = new Map(
    (await changes.find({ _id: { $in: changeIds } }).toArray()).map(({ _id, change = null }) => [_id, change]),
  );
  const labels = new Map((await channels.find({ userId }).toArray()).map(({ _id, label }) => [_id, label]));
  return rows.map((row) => ({
    id: row._id,
    section: row.section,
    change: known.get(row.changeId ?? '') ?? null,
    kind: row.kind ?? row.notice ?? '',
    channel: row.channel,
    label: labels.get(row.destination) ?? '',
    state: row.status,
    detectedAt: row.detectedAt.toISOString(),
    queuedAt: row.queuedAt.toISOString(),
    sentAt: row.sentAt?.toISOString() ?? null,
  }));
}
