/** What one look has shown, compared with what is stored. */
import type { Observation } from '../domain/change.ts';
import type { SeenSection } from '../domain/section.ts';
import type { UnsureSection } from './diff.ts';

export type Sight =
  /**
   * `gone`: of those that are absent, the ones their class number did not find either, while a canary of the term was
   * seen.
   */
  | {
      outcome: 'complete';
      observed: Observation[];
      absent: string[];
      gone: string[];
      unsure: UnsureSection[];
      further: SeenSection[];
      requests: number;
    }
  /** The source or its answer failed. `silent`: nothing of its term is listed, but another term is. */
  | { outcome: 'failed'; code: string; message: string; requests: number; silent?: true }
  /**
   * Our side could not ask, or could not read; or the source does not want to be asked for `retryInMs`. Says nothing
   * about any section.
   */
  | { outcome: 'refused'; code: string; message: string; retryInMs?: number; requests: number };
