/** The documents that operators leave. */
import type { AuditAct } from '../audit.ts';

/** `_id`: see `AuditIds`. */
export interface AuditDocument extends AuditAct {
  _id: string;
  at: Date;
}
