/** How a look ended, at every stage of its way from the browser to the scheduler. */
import type { RawAnswer } from '../../institutions/institution.ts';

/** `requests`: how many requests the source got for it. */
export type LookResult<Answered extends object> =
  (Answered & { outcome: 'answered'; requests: number }) | LookFailed | LookRefused;

/** The source failed, or nobody can read its answer. */
export interface LookFailed {
  outcome: 'failed';
  code: string;
  message: string;
  requests: number;
  /** Nothing of its term is listed, but another term is. */
  silent?: true;
}

/** Our side could not ask or read, or the source does not want to be asked. Says nothing about any section. */
export interface LookRefused {
  outcome: 'refused';
  code: string;
  message: string;
  /** Milliseconds for which nothing should be asked. */
  retryInMs?: number;
  requests: number;
}

/** What a browser brings. */
export type Fetched = LookResult<{ answer: RawAnswer }>;
