/** A look as the scheduler hands it to the section-checker, and how it ended. */
import type { ErrorCode } from '../errors.ts';
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
   * `hold`: openings wait for the scheduler's word, who knows whether the pass is a mass change. `commit`: for somebody who is waiting.
   * A list: the second look after a mass change; an opening is committed only for these sections, which the first look saw open.
   */
  openings: 'hold' | 'commit' | string[];
}

/** done and failed count watched sections; requests what was asked of the source. */
export type LookOutcome =
  | { outcome: 'settled'; done: number; failed: number; requests: number; absent: string[]; unsure: UnsureSection[]; error?: { code: ErrorCode; message: string } }
  | { outcome: 'held'; opened: string[]; requests: number }
  /** Nothing was asked, or its answer was not used: the sections are still leased and as due as they were. */
  | { outcome: 'refused'; code: ErrorCode; message: string; retryInMs: number; requests: number };
