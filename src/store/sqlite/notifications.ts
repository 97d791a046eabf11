/** Notifications in SQLite. */
import type { ChannelType } from '../../domain/channel.ts';
import type { ClaimedNotification } from '../../domain/notification.ts';
import type { NotificationStore, Verdict } from '../notifications.ts';
import type { Connection } from './connection.ts';
import { addDeadLetter } from './dead-letters.ts';
import { attemptText, withAttempt } from './failed-attempts.ts';
import { fanOut } from './fan-out.ts';
import { tellOutages } from './outages.ts';
import { remind } from './reminders.ts';
import { claimNotifications, NEXT_DUE } from './notification-claim.ts';

export class SqliteNotifications implements NotificationStore {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async fanOut(quietGapMs: number): Promise<{ changes: number; notifications: number }> {
    return fanOut(this.#connection, quietGapMs, this.#connection.now());
  }

  async remind(): Promise<number> {
    return remind(this.#connection, this.#connection.now());
  }

  async tellOutages(unseenMs: number, resting: string[]): Promise<number> {
    return tellOutages(this.#connection, unseenMs, resting, this.#connection.now());
  }

  async claim(channel: ChannelType, owner: string, leaseMs: number, limit: number): Promise<ClaimedNotification[]> {
    const now = this.#connection.now();
    return claimNotifications(this.#connection, channel, owner, limit, now, now + leaseMs);
  }

  async hold(owner: string, ids: string[], leaseMs: number): Promise<string[]> {
    const now = this.#connection.now();
    return this.#connection
      .all<{ id: string }>(
        `UPDATE notifications SET lease_until = ?
         WHERE id IN (SELECT value FROM json_each(?)) AND lease_owner = ? AND lease_until > ? RETURNING id`,
        now + leaseMs,
        JSON.stringify(ids),
        owner,
        now,
      )
      .map(({ id }) => id);
  }

  async release(owner: string, ids: string[]): Promise<void> {
    this.#connection.run(
      `UPDATE notifications SET lease_owner = NULL, lease_until = 0
       WHERE id IN (SELECT value FROM json_each(?)) AND lease_owner = ?`,
      JSON.stringify(ids),
      owner,
    );
  }

  async postpone(owner: string, ids: string[], inMs: number): Promise<void> {
    this.#connection.run(
      `UPDATE notifications SET lease_owner = NULL, lease_until = 0, next_attempt_at = ?
       WHERE id IN (SELECT value FROM json_each(?)) AND lease_owner = ?`,
      this.#connection.now() + inMs,
      JSON.stringify(ids),
      owner,
    );
  }

  async record(owner: string, verdicts: Verdict[]): Promise<void> {
    const now = this.#connection.now();
    this.#connection.transaction(() => {
      for (const verdict of verdicts) this.#record(owner, verdict, now);
    });
  }

  async revive(ids: string[], inMs: number): Promise<void> {
    const dueAt = this.#connection.now() + inMs;
    this.#connection.transaction(() => {
      const revived = this.#connection.all<{ id: string }>(
        `UPDATE notifications SET status = 'pending', next_attempt_at = ?
         WHERE id IN (SELECT value FROM json_each(?)) AND status = 'dead' RETURNING id`,
        dueAt,
        JSON.stringify(ids),
      );
      this.#connection.run(
        "DELETE FROM dead_letters WHERE kind = 'notification' AND subject IN (SELECT value FROM json_each(?))",
        JSON.stringify(revived.map(({ id }) => id)),
      );
    });
  }

  async nextDueInMs(channel: ChannelType): Promise<number | null> {
    const next = this.#connection.get<{ next: number }>(NEXT_DUE, channel)?.next;
    return next === undefined ? null : Math.max(0, next - this.#connection.now());
  }

  async countPending(): Promise<number> {
    return this.#connection.get<{ count: number }>(
      "SELECT count(*) AS count FROM notifications WHERE status = 'pending'",
    )!.count;
  }

  #record(owner: string, verdict: Verdict, now: number): void {
    const { id } = verdict;
    switch (verdict.outcome) {
      case 'sent':
        this.#write(owner, id, 'sent', null, { sentAt: now, nextAttemptAt: now });
        break;
      case 'retry':
        this.#write(owner, id, 'pending', verdict.error, { sentAt: null, nextAttemptAt: now + verdict.inMs });
        break;
      case 'dead': {
        const attempts = this.#write(owner, id, 'dead', verdict.error, { sentAt: null, nextAttemptAt: now });
        if (attempts !== undefined)
          addDeadLetter(this.#connection, { kind: 'notification', subject: id, error: verdict.error, attempts }, now);
        break;
      }
      default:
        verdict satisfies never;
    }
  }

  /** Returns the number of attempts including this one; undefined: `owner` does not hold the notification. */
  #write(
    owner: string,
    id: string,
    status: string,
    error: string | null,
    at: { sentAt: number | null; nextAttemptAt: number },
  ): number | undefined {
    return this.#connection.get<{ attempts: number }>(
      `UPDATE notifications SET status = ?1, error = ?2, sent_at = ?3, next_attempt_at = ?4, attempts = attempts + 1,
         lease_owner = NULL, lease_until = 0,
         failed_attempts = iif(?2 IS NULL, failed_attempts, ${withAttempt('?7')})
       WHERE id = ?5 AND lease_owner = ?6 AND status = 'pending' RETURNING attempts`,
      status,
      error,
      at.sentAt,
      at.nextAttemptAt,
      id,
      owner,
      error === null ? null : attemptText({ error }, this.#connection.now()),
    )?.attempts;
  }
}
