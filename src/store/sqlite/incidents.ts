/** Incidents in SQLite. */
import type { Incident, IncidentStore, NewIncident } from '../incidents.ts';
import { incidentId } from '../incidents.ts';
import type { Connection } from './connection.ts';

interface IncidentRow extends Pick<Incident, 'id' | 'alert' | 'severity' | 'value' | 'threshold'> {
  started_at: number;
  ended_at: number | null;
  told: string;
}

export class SqliteIncidents implements IncidentStore {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  async start(incident: NewIncident): Promise<void> {
    const { alert, severity, value, threshold, startedAt } = incident;
    this.#connection.run(
      `INSERT INTO incidents (id, alert, severity, value, threshold, started_at) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT DO NOTHING`,
      incidentId(incident),
      alert,
      severity,
      value,
      threshold,
      Date.parse(startedAt),
    );
  }

  async end(alert: string, endedAt: string): Promise<void> {
    this.#connection.run(
      'UPDATE incidents SET ended_at = ? WHERE alert = ? AND ended_at IS NULL',
      Date.parse(endedAt),
      alert,
    );
  }

  async tell(id: string, told: readonly string[]): Promise<void> {
    this.#connection.run(
      `UPDATE incidents SET told = (
         SELECT json_group_array(value) FROM (
           SELECT value FROM json_each(told) UNION SELECT value FROM json_each(?) ORDER BY value))
       WHERE id = ?`,
      JSON.stringify(told),
      id,
    );
  }

  async list(endedAfter: string, limit: number): Promise<Incident[]> {
    return this.#connection.all<IncidentRow>(RECENT, Date.parse(endedAfter), limit).map(incidentOf);
  }
}

export const RECENT = `
  SELECT * FROM (
    SELECT * FROM incidents WHERE ended_at IS NULL
    UNION ALL SELECT * FROM incidents WHERE ended_at IS NOT NULL AND ended_at >= ?1)
  ORDER BY ended_at IS NOT NULL, started_at DESC, id LIMIT ?2`;

function incidentOf({ started_at, ended_at, told, ...row }: IncidentRow): Incident {
  return {
    ...row,
    startedAt: new Date(started_at).toISOString(),
    endedAt: ended_at === null ? null : new Date(ended_at).toISOString(),
    told: JSON.parse(told) as string[],
  };
}
