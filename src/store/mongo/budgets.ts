/** Request budgets in MongoDB: read, computed by `takeTokens`, and written unless another process wrote in between. */
import { fullBucket, takeTokens } from '../../domain/token-bucket.ts';
import type { BudgetStore, Grant } from '../budgets.ts';
import { insertMissing } from './bulk.ts';
import type { Connection } from './connection.ts';
import type { Collections } from './documents.ts';

export class MongoBudgets implements BudgetStore {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async take(host: string, perMinute: number, wanted: number, spent: number): Promise<Grant> {
    return await this.#connection.use(async (collections) => {
      for (;;) {
        const grant = await this.#attempt(collections, host, perMinute, wanted, spent);
        if (grant !== undefined) return grant;
      }
    });
  }

  /** undefined: another process was faster. */
  async #attempt(
    { budgets }: Collections,
    host: string,
    perMinute: number,
    wanted: number,
    spent: number,
  ): Promise<Grant | undefined> {
    const now = this.#connection.now();
    const found = await budgets.findOne({ _id: host });
    const { bucket, granted, waitMs } = takeTokens(found ?? fullBucket(perMinute, now), {
      perMinute,
      wanted,
      spent,
      nowMs: now,
    });
    const write = async (): Promise<number> => {
      if (found === null) return await insertMissing(budgets, [{ _id: host, ...bucket, taken: 1 }]);
      return (await budgets.updateOne({ _id: host, taken: found.taken }, { $set: bucket, $inc: { taken: 1 } }))
        .matchedCount;
    };
    const isNothing = granted === 0 && spent === 0;
    return isNothing || (await write()) === 1 ? { granted, waitMs } : undefined;
  }
}
