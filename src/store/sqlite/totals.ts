/** Counts over the whole file. */
import type { Totals, TotalsStore } from '../totals.ts';
import type { Connection } from './connection.ts';

const DAY_MS = 86_400_000;

/** What was sent was queued at most a day before, nearly always: that bounds what is read. */
export const MESSAGES = `
  SELECT count(DISTINCT coalesce(message, id)) AS count FROM notifications INDEXED BY notifications_settled
  WHERE status <> 'pending' AND queued_at >= ?2 AND status = 'sent' AND sent_at >= ?1`;

export class SqliteTotals implements TotalsStore {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async read(since: number): Promise<Totals> {
    return {
      students: this.#count('SELECT count(DISTINCT user_id) AS count FROM watches WHERE paused = 0'),
      messages: this.#count(MESSAGES, since, since - DAY_MS),
    };
  }

  #count(sql: string, ...values: number[]): number {
    return this.#connection.get<{ count: number }>(sql, ...values)!.count;
  }
}
