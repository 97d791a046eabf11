/** A look as the scheduler hands it to the section-checker, and what the section-checker reports about it. */
import type { Anomaly } from '../domain/mass-change.ts';
import type { LookRequest } from '../institutions/institution.ts';
import type { ClaimedSection } from '../store/sections.ts';
import type { Pace } from './choosing/pace.ts';
import type { UnsureSection } from './looking/compare.ts';
import type { LookResult } from './looking/look-result.ts';

export interface LookJob {
  id: string;
  request: LookRequest;
  /** The sections that the look settles, all leased by `owner`. The answer may show others too. */
  sections: ClaimedSection[];
  owner: string;
  /**
   * null for a first look. For the second look after a mass change: what the first look showed; only what both looks
   * show is written.
   */
  agreed: Anomaly[] | null;
  /** Who asked. A failed look for a visitor is not counted as a failure of the source. */
  asker: 'schedule' | 'student' | 'visitor';
  /** What the estimate of the next look depends on. */
  pace: Pace;
  /** The context of its trace. Absent while nothing is traced. */
  trace?: string;
}

/**
 * How a job ended. Answered or failed: the results are written and the leases have ended. Refused: the sections are
 * still leased, and their due times have not changed. `requests` does not include those of a second look.
 */
export type JobResult = LookResult<{ absent: string[]; unsure: UnsureSection[] }>;

/**
 * Reports that a scheduled job takes longer than its look, because the answer is held back. `requests`: of the first
 * look, to be charged now.
 */
export type JobHeld =
  /** The answer is held until other answers show whether it is part of a mass change. */
  | { type: 'held'; jobId: string; requests: number }
  /** A second look follows, perhaps minutes later. */
  | { type: 'doubted'; jobId: string; requests: number };

/** A job that the section-checker is working on. */
export interface Look {
  job: LookJob;
  /** Called once. */
  answer: (result: JobResult) => void;
  /** Tells the asker that the answer takes longer. */
  tell: (held: JobHeld) => void;
}
