/** A look as the scheduler hands it to the section-checker, and how it ended. */
import type { Odd } from '../domain/mass-change.ts';
import type { LookRequest } from '../institutions/institution.ts';
import type { ClaimedSection } from '../store/sections.ts';
import type { UnsureSection } from './diff.ts';

export interface LookJob {
  id: string;
  request: LookRequest;
  /** The sections it is to settle, all leased by `owner`. The answer may show further ones. */
  sections: ClaimedSection[];
  owner: string;
  /**
   * null: a first look; what many sections seldom show at once waits for the scheduler's word. A list: the second look
   * after a mass change; only what the first look showed too is committed.
   */
  agreed: Odd[] | null;
  /** For whom it is: what a visitor asks for, and cannot be seen, says nothing about the source to those who watch. */
  asker: 'pass' | 'student' | 'visitor';
}

/** done and failed count watched sections; requests what was asked of the source. */
export type LookEnd =
  | {
      outcome: 'settled';
      done: number;
      failed: number;
      requests: number;
      absent: string[];
      unsure: UnsureSection[];
      error?: { code: string; message: string };
    }
  /** Nothing was asked, or its answer was not used: the sections are still leased and as due as they were. */
  | { outcome: 'refused'; code: string; message: string; retryInMs: number; requests: number };

export type LookOutcome = LookEnd | { outcome: 'held'; odd: Odd[]; requests: number };
