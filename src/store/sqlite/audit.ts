/** The audit log in SQLite. */
import type { AuditAct, AuditEntry, AuditStore } from '../audit.ts';
import { AuditIds } from '../audit.ts';
import type { Connection } from './connection.ts';

interface AuditRow extends AuditAct {
  id: string;
  at: number;
}

/** Greater than every id. */
const END = 'g';

export class SqliteAudit implements AuditStore {
  readonly #connection: Connection;
  readonly #ids = new AuditIds();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async add({ who, action, subject }: AuditAct): Promise<void> {
    const now = this.#connection.now();
    this.#connection.run(
      'INSERT INTO audit (id, at, who, action, subject) VALUES (?, ?, ?, ?, ?)',
      this.#ids.next(now),
      Math.floor(now),
      who,
      action,
      subject,
    );
  }

  async page(after: string | null, limit: number): Promise<AuditEntry[]> {
    return this.#connection
      .all<AuditRow>(
        'SELECT id, at, who, action, subject FROM audit WHERE id < ? ORDER BY id DESC LIMIT ?',
        after ?? END,
        limit,
      )
      .map(({ at, ...row }) => ({ ...row, at: new Date(at).toISOString() }));
  }
}
