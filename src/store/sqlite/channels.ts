/** The channels of students in SQLite. */
import { randomUUID } from 'node:crypto';
import type { ChannelType, StudentChannel } from '../../domain/channel.ts';
import { emailChannelId, MAX_CHANNELS } from '../../domain/channel.ts';
import type { AddedChannel, ChannelStore, NewChannel } from '../channels.ts';
import { storeError } from '../errors.ts';
import type { Connection } from './connection.ts';
import { LAST_PART, MAY_BE_TOLD } from './told-channels.ts';

interface ChannelRow {
  id: string;
  user_id: string;
  type: ChannelType;
  label: string;
  settings: string;
  verified: number;
  muted_since: number | null;
  muted_reason: string | null;
  created_at: number;
}

const ADD = `
  INSERT INTO channels (id, user_id, type, label, settings, verified, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)`;

/** Gives up what a muted channel was still to be told. */
const GIVE_UP = `
  UPDATE notifications SET status = 'dead', error = ?, lease_owner = NULL, lease_until = 0
  WHERE destination = ? AND status = 'pending'`;

/** The student's other channels hear of it. */
const TELL_OTHERS = `
  INSERT INTO notifications
    (id, channel, destination, watch_id, section, notice, detected_at, queued_at, next_attempt_at)
  SELECT m.id || '+' || ?2 || ':channel-muted+' || ${LAST_PART}, ch.type, ch.id, m.id, '', 'channel-muted', ?2, ?2, ?2
  FROM channels m JOIN users u ON u.id = m.user_id JOIN channels ch ON ch.user_id = u.id AND ch.id <> m.id
  WHERE m.id = ?1 AND ${MAY_BE_TOLD}`;

/** There is nothing to repair any more. */
const FORGET_MUTING = "DELETE FROM notifications WHERE watch_id = ? AND notice = 'channel-muted' AND status <> 'sent'";

export class SqliteChannels implements ChannelStore {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async add(userId: string, { type, label, settings, verified }: NewChannel): Promise<AddedChannel> {
    return this.#connection.transaction(() => {
      const known = this.#connection.get('SELECT 1 FROM users WHERE id = ?', userId);
      if (known === undefined) throw storeError('PMC_NOT_SIGNED_IN', {});
      if (channelsOf(this.#connection, userId).length >= MAX_CHANNELS) return { outcome: 'limit' };
      const row = this.#connection.get<ChannelRow>(
        `${ADD} RETURNING *`,
        randomUUID(),
        userId,
        type,
        label,
        JSON.stringify(settings),
        Number(verified),
        this.#connection.now(),
      );
      return { outcome: 'added', channel: channelOf(row!) };
    });
  }

  async list(userId: string): Promise<StudentChannel[]> {
    return channelsOf(this.#connection, userId);
  }

  async find(userId: string, channelId: string): Promise<StudentChannel | undefined> {
    const row = this.#connection.get<ChannelRow>(
      'SELECT * FROM channels WHERE id = ? AND user_id = ?',
      channelId,
      userId,
    );
    return row === undefined ? undefined : channelOf(row);
  }

  async remove(userId: string, channelId: string): Promise<boolean> {
    return this.#change("DELETE FROM channels WHERE id = ? AND user_id = ? AND type <> 'email'", userId, channelId);
  }

  async verify(userId: string, channelId: string): Promise<boolean> {
    return (
      this.#connection.run('UPDATE channels SET verified = 1 WHERE id = ? AND user_id = ?', channelId, userId) === 1
    );
  }

  async mute(channelId: string, reason: string, by: 'us' | 'student'): Promise<boolean> {
    return this.#connection.transaction(() => {
      const muted = this.#connection.run(
        'UPDATE channels SET muted_since = ?, muted_reason = ? WHERE id = ? AND muted_since IS NULL',
        this.#connection.now(),
        reason,
        channelId,
      );
      this.#connection.run(GIVE_UP, reason, channelId);
      if (muted === 1 && by === 'us') this.#connection.run(TELL_OTHERS, channelId, this.#connection.now());
      return muted === 1;
    });
  }

  async muteAddress(email: string, reason: string): Promise<boolean> {
    const user = this.#connection.get<{ id: string }>('SELECT id FROM users WHERE email = ?', email);
    return user !== undefined && (await this.mute(emailChannelId(user.id), reason, 'us'));
  }

  async unmute(userId: string, channelId: string): Promise<boolean> {
    return this.#change(
      'UPDATE channels SET muted_since = NULL, muted_reason = NULL WHERE id = ? AND user_id = ?',
      userId,
      channelId,
    );
  }

  #change(sql: string, userId: string, channelId: string): boolean {
    return this.#connection.transaction(() => {
      const changed = this.#connection.run(sql, channelId, userId) === 1;
      if (changed) this.#connection.run(FORGET_MUTING, channelId);
      return changed;
    });
  }
}

/** The e-mail channel of a user who signs in. Does nothing if it exists. */
export function addEmailChannel(connection: Connection, userId: string, email: string, now: number): void {
  connection.run(`${ADD} ON CONFLICT (id) DO NOTHING`, emailChannelId(userId), userId, 'email', email, '{}', 1, now);
}

export function channelsOf(connection: Connection, userId: string): StudentChannel[] {
  return connection
    .all<ChannelRow>("SELECT * FROM channels WHERE user_id = ? ORDER BY type <> 'email', created_at, id", userId)
    .map(channelOf);
}

function channelOf(row: ChannelRow): StudentChannel {
  const { id, user_id: userId, type, label, muted_since: since, muted_reason: reason } = row;
  return {
    id,
    userId,
    type,
    label,
    settings: JSON.parse(row.settings) as Record<string, unknown>,
    verified: row.verified === 1,
    muted: since === null ? null : { since: new Date(since).toISOString(), reason: reason ?? '' },
    createdAt: new Date(row.created_at).toISOString(),
  };
}
