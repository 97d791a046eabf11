/** Pauses set by the operator. They survive a restart. */

/** The institution of a stored pause that applies everywhere. */
export const EVERYWHERE = '';

export type PauseScope = 'checks' | 'notifications';
/** Without `institution` it applies everywhere. `since`: ISO instant. */
export interface Pause {
  scope: PauseScope;
  institution?: string;
  since: string;
}

export interface PauseStore {
  list(): Promise<Pause[]>;
  /** When it is set already, `since` stays as it is. */
  set(scope: PauseScope, institution: string | null): Promise<Pause>;
  clear(scope: PauseScope, institution: string | null): Promise<void>;
}
