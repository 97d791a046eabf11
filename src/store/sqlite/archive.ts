/** The archive in SQLite. Records are read and added as JSON, so each kind is one query and a few statements. */
import type { Archived, ArchiveKind, ArchivePage, ArchiveStore } from '../archive.ts';
import { sweepExpired } from './accounts.ts';
import { ADD } from './archive-add.ts';
import { LIMIT, READ } from './archive-read.ts';
import type { Connection } from './connection.ts';
import { addMissingWords } from './section-search.ts';

export class SqliteArchive implements ArchiveStore {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async cleanUp(): Promise<void> {
    sweepExpired(this.#connection);
  }

  async copyTo(path: string): Promise<void> {
    this.#connection.run('VACUUM INTO ?', path);
  }

  async page<Kind extends ArchiveKind>(kind: Kind, after: string | null, limit: number): Promise<ArchivePage<Kind>> {
    const rows = this.#connection.all<{ key: string | number; record: string }>(READ[kind] + LIMIT, after ?? '', limit);
    return {
      records: rows.map(({ record }) => JSON.parse(record) as Archived[Kind]),
      next: rows.length < limit ? null : String(rows.at(-1)!.key),
    };
  }

  async add<Kind extends ArchiveKind>(kind: Kind, records: Archived[Kind][]): Promise<void> {
    const text = JSON.stringify(records);
    this.#connection.transaction(() => {
      for (const sql of ADD[kind]) this.#connection.run(sql, text);
      if (kind === 'sections') addMissingWords(this.#connection);
    });
  }
}
