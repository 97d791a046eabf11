/**
 * The store port: all durable data, and everything that processes must agree on. One contract suite covers every
 * adapter.
 *
 * Callers pass durations in milliseconds, and the store adds its own clock (a shared store uses the server's), so
 * machines need not agree on the time. Every method may reject with PMC_STORE_UNAVAILABLE (the store cannot be
 * reached), PMC_STORE_UNWRITABLE (the disk is full or read-only) or PMC_STORE_REJECTED (an invalid value, which is a
 * bug in the caller). Nothing is half written then.
 */
import type { AccountStore } from './accounts.ts';
import type { ArchiveStore } from './archive.ts';
import type { AuditStore } from './audit.ts';
import type { BudgetStore } from './budgets.ts';
import type { ChangeStore } from './changes.ts';
import type { ChannelStore } from './channels.ts';
import type { DeadLetterStore } from './dead-letters.ts';
import type { KeyStore } from './keys.ts';
import type { IncidentStore } from './incidents.ts';
import type { KeptSessionStore } from './kept-sessions.ts';
import type { MemberStore } from './members.ts';
import type { NotificationStore } from './notifications.ts';
import type { PauseStore } from './pauses.ts';
import type { RetentionStore } from './retention.ts';
import type { SectionTableStore } from './section-table.ts';
import type { SectionStore } from './sections.ts';
import type { SeriesStore } from './series.ts';
import type { TermStore } from './terms.ts';
import type { TotalsStore } from './totals.ts';
import type { TraceStore } from './traces.ts';
import type { UserStore } from './users.ts';
import type { WatchStore } from './watches.ts';

export interface Store {
  /**
   * Connects and migrates. A store with a single owner also ends the leases of earlier runs. May be called again after
   * `close` or a failure. Rejects with PMC_STORE_NEWER, PMC_STORE_LOCKED (another process owns it), PMC_STORE_DAMAGED
   * or PMC_STORE_FILE_UNUSABLE, or with PMC_STORE_UNAVAILABLE if it was open before.
   */
  open(): Promise<void>;
  /** Does nothing when the store is not open. */
  close(): Promise<void>;
  /** Writes a small record. Rejects when the store does not answer or cannot be written. */
  ping(): Promise<void>;
  readonly sections: SectionStore;
  readonly changes: ChangeStore;
  readonly watches: WatchStore;
  readonly notifications: NotificationStore;
  readonly deadLetters: DeadLetterStore;
  readonly accounts: AccountStore;
  readonly channels: ChannelStore;
  readonly pauses: PauseStore;
  readonly keys: KeyStore;
  readonly members: MemberStore;
  readonly budgets: BudgetStore;
  readonly retention: RetentionStore;
  readonly terms: TermStore;
  readonly users: UserStore;
  readonly sectionTable: SectionTableStore;
  readonly audit: AuditStore;
  readonly incidents: IncidentStore;
  readonly keptSessions: KeptSessionStore;
  readonly traces: TraceStore;
  readonly totals: TotalsStore;
  readonly series: SeriesStore;
  readonly archive: ArchiveStore;
}
