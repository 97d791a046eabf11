/** How a look ended, at every stage of its way. `requests`: how many requests the source got for it. */
export type LookResult<Answered extends object> =
  | ({ outcome: 'answered'; requests: number } & Answered)
  /** The source failed, or nobody can read its answer. */
  | LookFailed
  /** Our side could not ask or read, or the source does not want to be asked. Says nothing about any section. */
  | LookRefused;

export interface LookFailed {
  outcome: 'failed';
  code: string;
  message: string;
  requests: number;
}

export interface LookRefused {
  outcome: 'refused';
  code: string;
  message: string;
  /** Milliseconds for which nothing should be asked. */
  retryInMs?: number;
  requests: number;
}
