/** The documents that processes share to agree on something: the time, the schema, members, duties and budgets. */
import type { TokenBucket } from '../../domain/token-bucket.ts';
import type { Incident } from '../incidents.ts';
import type { Mark } from '../store-time.ts';

/** The store's time (`Mark`). Every ping writes it, which also tests that the store can be written. */
export interface PingDocument extends Mark {
  _id: 'time';
}

export interface SchemaDocument {
  _id: string;
  version: number;
}

/** `_id`: the node's id. `left`: it left in an orderly way. */
export interface NodeDocument {
  _id: string;
  run: string;
  startedAt: Date;
  seenAt: Date;
  leaseUntil: Date;
  left?: true;
}

/** `_id`: the duty that one process performs for all. */
export interface DutyDocument {
  _id: string;
  run: string;
  leaseUntil: Date;
}

/** `_id`: the host. `taken` counts the writes, so that an outdated one is not written. */
export interface BudgetDocument extends TokenBucket {
  _id: string;
  taken: number;
}

/** `_id`: see `incidentId`. `open`: it has not ended. */
export interface IncidentDocument extends Pick<Incident, 'alert' | 'severity' | 'value' | 'threshold' | 'told'> {
  _id: string;
  startedAt: Date;
  endedAt?: Date;
  open?: true;
}

/** `_id`: the id of the change. `trace`: a W3C traceparent. */
export interface TraceDocument {
  _id: string;
  trace: string;
  keptAt: Date;
}
