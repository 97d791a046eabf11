/** Watches, each of one student and one section. */
import type { ChangeKind } from '../domain/change.ts';
import type { Watch } from '../domain/watch.ts';

export interface WatchPatch {
  kinds?: ChangeKind[];
  paused?: boolean;
}
export type AddedWatch = { outcome: 'added'; watch: Watch } | { outcome: 'duplicate' } | { outcome: 'limit' };

export interface WatchStore {
  /**
   * Adds a watch and schedules its section: one never seen is due now, one seen is due after `dueInMs` when it was not
   * watched, else it stays due as it was. `limit`: the most watches one student may have. A section without a row gets
   * one. `verified` is true also when the section has been seen. PMC_NOT_SIGNED_IN: there is no such user (any more).
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
   * A section whose only watch is resumed is due when it was to be, or now if that has passed. undefined: no such watch
   * of this student.
   */
  update(userId: string, watchId: string, patch: WatchPatch): Promise<Watch | undefined>;
  /** Removes the watch and its pending notifications. false: no such watch of this student. */
  remove(userId: string, watchId: string): Promise<boolean>;
  /** For unsubscribe links, whose token stands for the owner. */
  find(watchId: string): Promise<{ watch: Watch; userId: string } | undefined>;
  /** Ends every watch of a student. Returns how many. */
  removeAll(userId: string): Promise<number>;
}
