/** The audit log in MongoDB. */
import type { AuditAct, AuditEntry, AuditStore } from '../audit.ts';
import { AuditIds } from '../audit.ts';
import type { Connection } from './connection.ts';

export class MongoAudit implements AuditStore {
  readonly #connection: Connection;
  readonly #ids = new AuditIds();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async add({ who, action, subject }: AuditAct): Promise<void> {
    const now = this.#connection.now();
    const entry = { _id: this.#ids.next(now), at: new Date(now), who, action, subject };
    await this.#connection.use(({ audit }) => audit.insertOne(entry));
  }

  async page(after: string | null, limit: number): Promise<AuditEntry[]> {
    const older = after === null ? {} : { _id: { $lt: after } };
    const rows = await this.#connection.use(({ audit }) => audit.find(older).sort({ _id: -1 }).limit(limit).toArray());
    return rows.map(({ _id: id, at, ...act }) => ({ id, at: at.toISOString(), ...act }));
  }
}
