/** Stop switches of the operator; they survive a restart. */

export type PauseScope = 'checks' | 'notifications';
/** `institution` absent: everywhere. `since`: ISO instant. */
export interface Pause {
  scope: PauseScope;
  institution?: string;
  since: string;
}

export interface PauseStore {
  list(): Promise<Pause[]>;
  /** Keeps the first `since` when it was set already. */
  set(scope: PauseScope, institution: string | null): Promise<Pause>;
  clear(scope: PauseScope, institution: string | null): Promise<void>;
}
