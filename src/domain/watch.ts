/** A watch: a student's wish to hear of some kinds of change of one section. CONTRACT §2. */
import type { ChangeKind } from './change.ts';

export interface Watch {
  id: string;
  section: string;
  kinds: ChangeKind[];
  paused: boolean;
  /** false while no sure look has shown that the section exists. */
  verified: boolean;
  createdAt: string;
}

export const DEFAULT_KINDS: readonly ChangeKind[] = ['opened'];
