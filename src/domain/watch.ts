/** A watch: a student wants to be notified of some kinds of change of one section. */
import type { ChangeKind } from './change.ts';

export interface Watch {
  id: string;
  section: string;
  kinds: ChangeKind[];
  paused: boolean;
  /** false until a sure look has shown that the section exists. */
  verified: boolean;
  createdAt: string;
}

export const DEFAULT_KINDS: readonly ChangeKind[] = ['opened'];
