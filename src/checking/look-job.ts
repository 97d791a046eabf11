/** A look as the scheduler hands it to the section-checker, and what the section-checker tells of it. */
import type { Odd } from '../domain/mass-change.ts';
import type { LookRequest } from '../institutions/institution.ts';
import type { ClaimedSection } from '../store/sections.ts';
import type { UnsureSection } from './looking/compare.ts';
import type { LookResult } from './looking/look-result.ts';

export interface LookJob {
  id: string;
  request: LookRequest;
  /** The sections it is to settle, all leased by `owner`. The answer may show further ones. */
  sections: ClaimedSection[];
  owner: string;
  /**
   * null: a first look. A list: the second look after a mass change; only what the first look showed too is written.
   */
  agreed: Odd[] | null;
  /** For whom it is: what a visitor asks for, and cannot be seen, says nothing about the source to those who watch. */
  asker: 'pass' | 'student' | 'visitor';
}

/**
 * How a job ended. Answered or failed: what it settled is written and its leases have ended. Refused: its sections are
 * still leased and as due as they were. `requests` leaves out those of a second look.
 */
export type JobResult = LookResult<{ absent: string[]; unsure: UnsureSection[] }>;

/** A job of a pass takes longer than its look, because the answer is held back. */
export type JobHeld =
  /** Until the rest of the pass has shown whether it is one of many. */
  | { type: 'held'; jobId: string }
  /** A second look follows, minutes later perhaps, so the pass ends without it. `requests`: those of the first look. */
  | { type: 'doubted'; jobId: string; requests: number };

/** A job in the hands of the section-checker. */
export interface Look {
  job: LookJob;
  /** Called once. */
  answer: (result: JobResult) => void;
  /** Tells whoever asked that the answer takes longer. */
  tell: (held: JobHeld) => void;
}

/** How many sections of these jobs are watched. */
export function watchedIn(jobs: readonly Pick<LookJob, 'sections'>[]): number {
  return jobs.reduce((sum, { sections }) => sum + sections.filter(({ watched }) => watched).length, 0);
}
