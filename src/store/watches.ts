/** Watches. Each belongs to one student and one section. */
import type { ChangeKind } from '../domain/change.ts';
import type { Watch } from '../domain/watch.ts';

export interface WatchPatch {
  kinds?: ChangeKind[];
  paused?: boolean;
}
export type AddedWatch = { outcome: 'added'; watch: Watch } | { outcome: 'duplicate' } | { outcome: 'limit' };

export interface WatchStore {
  /**
   * Adds a watch and schedules its section, creating the row if needed. A section that was never seen is due now. One
   * that was seen but not watched is due after `dueInMs`. Otherwise its due time stays. `limit`: how many watches one
   * student may have. The watch is verified if `verified` is true or the section has been seen. Rejects with
   * PMC_NOT_SIGNED_IN if there is no such user.
   */
  add(
    userId: string,
    section: string,
    kinds: ChangeKind[],
    verified: boolean,
    limit: number,
    dueInMs: number,
  ): Promise<AddedWatch>;
  list(userId: string): Promise<Watch[]>;
  /**
   * Resuming a section's only watch keeps the section's due time; if that has passed, the section is due now.
   * undefined: this student has no such watch.
   */
  update(userId: string, watchId: string, patch: WatchPatch): Promise<Watch | undefined>;
  /** Removes the watch and its pending notifications. false: this student has no such watch. */
  remove(userId: string, watchId: string): Promise<boolean>;
  /** For unsubscribe links, where the token identifies the owner. */
  find(watchId: string): Promise<{ watch: Watch; userId: string } | undefined>;
  /** Removes every watch of a student. Returns how many. */
  removeAll(userId: string): Promise<number>;
}
