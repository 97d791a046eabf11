/** The result of a look, at every stage from the browser to the scheduler. */
import type { RawAnswer } from '../../institutions/institution.ts';
import type { Span } from '../../telemetry/traces/span.ts';

/** How many requests the source received for a look. */
export interface Cost {
  requests: number;
  /** How many of them opened the page in a new tab. Whoever asked first does not pay for these. */
  opening?: number;
}

/** `by`: the address of the browser. */
export type LookResult<Answered extends object> =
  (Answered & Cost & { outcome: 'answered'; by?: string }) | LookFailed | LookRefused;

/** The source failed, or its answer cannot be read. */
export interface LookFailed extends Cost {
  outcome: 'failed';
  code: string;
  message: string;
  by?: string;
  /** Present if another term is listed but nothing of this one. */
  silent?: true;
}

/** We could not ask or read, or the source refuses to be asked. Says nothing about any section. */
export interface LookRefused extends Cost {
  outcome: 'refused';
  code: string;
  message: string;
  /** Milliseconds to wait before the next request. */
  retryInMs?: number;
}

/** A result with the spans of the thread that made it, if the look has a trace. */
export type Traced<Result> = Result & { spans?: Span[] };

/** The result that a browser returns. */
export type Fetched = LookResult<{ answer: RawAnswer }>;
