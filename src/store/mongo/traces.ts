/** The trace contexts of changes in MongoDB. */
import type { TraceStore } from '../traces.ts';
import { findAmong, insertMissing } from './bulk.ts';
import type { Connection } from './connection.ts';

export class MongoTraces implements TraceStore {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async keep(traces: Readonly<Record<string, string>>): Promise<void> {
    const keptAt = new Date(this.#connection.now());
    const documents = Object.entries(traces).map(([_id, trace]) => ({ _id, trace, keptAt }));
    await this.#connection.use((collections) => insertMissing(collections.traces, documents));
  }

  async of(changeIds: readonly string[]): Promise<Record<string, string>> {
    const found = await this.#connection.use(({ traces }) => findAmong(traces, '_id', changeIds, ['trace']));
    return Object.fromEntries(found.map(({ _id, trace }) => [_id, trace]));
  }

  async forget(forMs: number): Promise<void> {
    const before = new Date(this.#connection.now() - forMs);
    await this.#connection.use(({ traces }) => traces.deleteMany({ keptAt: { $lt: before } }));
  }
}
