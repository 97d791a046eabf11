/**
 * The audit log: what operators did, and when. It is append-only. Nothing deletes from it or changes it, neither
 * retention nor the removal of an account.
 *
 * `who` is the address of the operator, which stays: the log is there to name operators. A subject names a student by
 * id only, never by address, so that an entry names nobody any more once that account is removed.
 */
import { randomBytes } from 'node:crypto';

export interface AuditAct {
  /** An e-mail address, `token` for the OPERATOR_TOKEN, or a key. */
  who: string;
  /** Verb first, such as `pause` or `replay-dead-letter`. */
  action: string;
  /** What it was done to, such as `checks asu` or a section key. */
  subject: string;
}

export interface AuditEntry extends AuditAct {
  id: string;
  /** ISO instant. */
  at: string;
}

export interface AuditStore {
  /** Resolves when the entry is durable. */
  add(act: AuditAct): Promise<void>;
  /** Entries, newest first, that are older than the one with the id `after`; null: from the newest on. */
  page(after: string | null, limit: number): Promise<AuditEntry[]>;
}

/** Ids in the order of time: the instant, a count for acts in one millisecond, and chance for other processes. */
export class AuditIds {
  #count = 0;

  next(nowMs: number): string {
    this.#count = (this.#count + 1) % 0x1_0000;
    return `${hex(Math.floor(nowMs), 12)}${hex(this.#count, 4)}${randomBytes(4).toString('hex')}`;
  }
}

export function isAuditId(text: string): boolean {
  return /^[0-9a-f]{24}$/.test(text);
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}
