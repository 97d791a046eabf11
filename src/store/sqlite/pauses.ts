/** The operator's pauses in SQLite. */
import type { Pause, PauseScope, PauseStore } from '../pauses.ts';
import { EVERYWHERE } from '../pauses.ts';
import type { Connection } from './connection.ts';

interface PauseRow {
  scope: PauseScope;
  institution: string;
  since: number;
}

export class SqlitePauses implements PauseStore {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async list(): Promise<Pause[]> {
    return this.#connection
      .all<PauseRow>('SELECT scope, institution, since FROM pauses ORDER BY since, scope, institution')
      .map(pauseOf);
  }

  async set(scope: PauseScope, institution: string | null): Promise<Pause> {
    const row = this.#connection.get<PauseRow>(
      `INSERT INTO pauses (scope, institution, since) VALUES (?, ?, ?)
       ON CONFLICT (scope, institution) DO UPDATE SET since = since RETURNING scope, institution, since`,
      scope,
      institution ?? EVERYWHERE,
      this.#connection.now(),
    );
    return pauseOf(row!);
  }

  async clear(scope: PauseScope, institution: string | null): Promise<void> {
    this.#connection.run('DELETE FROM pauses WHERE scope = ? AND institution = ?', scope, institution ?? EVERYWHERE);
  }
}

function pauseOf({ scope, institution, since }: PauseRow): Pause {
  const pause = { scope, since: new Date(since).toISOString() };
  return institution === EVERYWHERE ? pause : { ...pause, institution };
}
