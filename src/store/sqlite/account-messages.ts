/** The notifications of a student in SQLite. */
import type { Change } from '../../domain/change.ts';
import type { ChannelType } from '../../domain/channel.ts';
import type { MessagePlace, StoredMessage } from '../accounts.ts';
import type { Connection } from './connection.ts';

interface MessageRow {
  id: string;
  section: string;
  change: string | null;
  kind: string;
  channel: ChannelType;
  label: string;
  status: StoredMessage['state'];
  detected_at: number;
  queued_at: number;
  sent_at: number | null;
}

const MESSAGES = `
  SELECT n.id, n.section, c.change, coalesce(n.kind, n.notice) AS kind, n.channel, ch.label, n.status, n.detected_at,
    n.queued_at, n.sent_at
  FROM channels ch JOIN notifications n ON n.destination = ch.id LEFT JOIN changes c ON c.id = n.change_id
  WHERE ch.user_id = ?1 AND (n.queued_at, n.id) < (?2, ?3) ORDER BY n.queued_at DESC, n.id DESC LIMIT ?4`;

/** Larger than any instant. */
const NEWEST = 1e16;

export function messagesOf(
  connection: Connection,
  userId: string,
  after: MessagePlace | null,
  limit: number,
): StoredMessage[] {
  const before = after === null ? NEWEST : Date.parse(after.queuedAt);
  return connection
    .all<MessageRow>(MESSAGES, userId, before, after?.id ?? '', limit)
    .map((row) => ({
      id: row.id,
      section: row.section,
      change: row.change === null ? null : (JSON.parse(row.change) as Change),
      kind: row.kind,
      channel: row.channel,
      label: row.label,
      state: row.status,
      detectedAt: new Date(row.detected_at).toISOString(),
      queuedAt: new Date(row.queued_at).toISOString(),
      sentAt: row.sent_at === null ? null : new Date(row.sent_at).toISOString(),
    }));
}
