/** The documents that operators leave or read. */
import type { AuditAct } from '../audit.ts';
import type { SeriesRow } from '../series.ts';

/** `_id`: see `AuditIds`. */
export interface AuditDocument extends AuditAct {
  _id: string;
  at: Date;
}

/** `_id`: step, time and node. `at`: epoch seconds. */
export interface SeriesDocument extends SeriesRow {
  _id: string;
  step: number;
  node: string;
}
