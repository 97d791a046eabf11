/** Request budgets in memory: only one process uses the file, so no other takes from them. */
import type { TokenBucket } from '../../domain/token-bucket.ts';
import { fullBucket, takeTokens } from '../../domain/token-bucket.ts';
import type { BudgetStore, Grant } from '../budgets.ts';
import type { Connection } from './connection.ts';

export class SqliteBudgets implements BudgetStore {
  readonly #connection: Connection;
  readonly #buckets = new Map<string, TokenBucket>();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async take(host: string, perMinute: number, wanted: number, spent: number): Promise<Grant> {
    const now = this.#connection.now();
    const { bucket, granted, waitMs } = takeTokens(this.#buckets.get(host) ?? fullBucket(perMinute, now), {
      perMinute,
      wanted,
      spent,
      nowMs: now,
    });
    this.#buckets.set(host, bucket);
    return { granted, waitMs };
  }
}
