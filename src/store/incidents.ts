/**
 * Incidents: alerts from their start to their end. They say across restarts and processes what is firing and who was
 * told of it, and they are the history on the status page. Old ones are deleted, see `retention.ts`.
 */

export interface Incident {
  id: string;
  /** The name of the alert. At most one incident of an alert is open. */
  alert: string;
  severity: 'warning' | 'critical';
  /** At the start. */
  value: number;
  threshold: number;
  /** ISO instants. `endedAt` null: the alert is firing. */
  startedAt: string;
  endedAt: string | null;
  /** Who was told of what: `<start|end> <recipient>`. */
  told: string[];
}

export type NewIncident = Omit<Incident, 'id' | 'endedAt' | 'told'>;

export interface IncidentStore {
  /** Opens an incident. Does nothing when the alert has an open one. */
  start(incident: NewIncident): Promise<void>;
  /** Ends the open incident of an alert. Does nothing when there is none. */
  end(alert: string, endedAt: string): Promise<void>;
  /** Adds to the list of who was told. */
  tell(id: string, told: readonly string[]): Promise<void>;
  /** The open ones, and those that ended at `endedAfter` (ISO) or later. Newest first, the open ones before others. */
  list(endedAfter: string, limit: number): Promise<Incident[]>;
}

/** The same in every store, so that an incident can move. */
export function incidentId({ alert, startedAt }: NewIncident): string {
  return `${alert}@${startedAt}`;
}
