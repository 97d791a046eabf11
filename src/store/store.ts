/**
 * The store port: everything durable, and what processes agree on. One contract suite holds for every adapter.
 *
 * Times: a caller gives pauses in milliseconds, the store adds its own clock (a shared store's server time), so
 * machines need not agree on the time. Every method may reject with PMC_STORE_UNAVAILABLE (it is away),
 * PMC_STORE_UNWRITABLE (a disk that is full or takes no writes) or PMC_STORE_REJECTED (told something wrong: a fault of
 * ours, no trouble of the store); nothing is half done then.
 */
import type { AccountStore } from './accounts.ts';
import type { ArchiveStore } from './archive.ts';
import type { BudgetStore } from './budgets.ts';
import type { ChangeStore } from './changes.ts';
import type { DeadLetterStore } from './dead-letters.ts';
import type { MemberStore } from './members.ts';
import type { NotificationStore } from './notifications.ts';
import type { PauseStore } from './pauses.ts';
import type { RetentionStore } from './retention.ts';
import type { SectionStore } from './sections.ts';
import type { TermStore } from './terms.ts';
import type { WatchStore } from './watches.ts';

export interface Store {
  /**
   * Connects, migrates, and where the store has one owner voids the leases of former runs. May be called again after
   * `close` or a failure. Rejects with PMC_STORE_NEWER, PMC_STORE_LOCKED (a second owner), PMC_STORE_DAMAGED or
   * PMC_STORE_FILE_UNUSABLE, or when it was open before, with PMC_STORE_UNAVAILABLE.
   */
  open(): Promise<void>;
  /** Does nothing when it is not open. */
  close(): Promise<void>;
  /** Writes something. Rejects when the store cannot answer, or takes no writes. */
  ping(): Promise<void>;
  readonly sections: SectionStore;
  readonly changes: ChangeStore;
  readonly watches: WatchStore;
  readonly notifications: NotificationStore;
  readonly deadLetters: DeadLetterStore;
  readonly accounts: AccountStore;
  readonly pauses: PauseStore;
  readonly members: MemberStore;
  readonly budgets: BudgetStore;
  readonly retention: RetentionStore;
  readonly terms: TermStore;
  readonly archive: ArchiveStore;
}
