/** One look from request to comparison: the browser fetches an answer, the differ parses and compares it. */
import type { LookRequest } from '../../institutions/institution.ts';
import { reasonOf } from '../../runtime/index.ts';
import { codeOf } from '../../telemetry/error-code.ts';
import type { Comparison, CompareJob } from './compare.ts';
import type { Asked } from './kept-answer.ts';
import type { WholeAnswer } from './kept-answers.ts';
import type { LookResult } from './look-result.ts';

/** The sections that a look settles. */
export interface LookedFor {
  claimed: readonly Asked[];
  /** Returns them with their whole states. */
  whole: () => Promise<CompareJob['known']>;
}

/** The steps of a look. */
export interface Pipeline {
  /** `trace`: the context of the look's trace, if it has one. */
  fetch: (request: LookRequest, trace?: string) => Promise<WholeAnswer>;
  compare: (job: CompareJob) => Promise<LookResult<Comparison>>;
  /** Epoch ms. */
  now: () => number;
}

/**
 * Fetches, and compares unless the same answer showed nothing new of the same states before. Never rejects: errors are
 * returned as results.
 */
export async function look(
  { fetch, compare, now }: Pipeline,
  request: LookRequest,
  { claimed, whole }: LookedFor,
  trace?: string,
): Promise<LookResult<Comparison>> {
  let fetched: WholeAnswer | undefined;
  try {
    fetched = await fetch(request, trace);
    if (fetched.outcome !== 'answered') return fetched;
    const { answer, requests, opening, by, kept } = fetched;
    const of = { ...(by !== undefined && { by }), ...(opening !== undefined && { opening }) };
    const at = new Date(now()).toISOString();
    const again = kept?.seenAgain(claimed, at);
    if (again !== undefined) return { outcome: 'answered', ...again, requests, ...of };
    const known = (await whole()).map(({ section, state }) => ({ section, state }));
    const compared = await compare({ request, answer, requests, known, at, ...(trace !== undefined && { trace }) });
    if (compared.outcome === 'refused') return compared;
    kept?.compared(known, compared);
    return { ...compared, ...of };
  } catch (error) {
    // A browser or differ that restarts, or an overloaded differ, is not the source's fault. A browser that does not
    // answer in time may be.
    const code = codeOf(error);
    return {
      outcome: code === 'PMC_ASK_TIMEOUT' && fetched === undefined ? 'failed' : 'refused',
      code,
      message: reasonOf(error),
      requests: fetched?.requests ?? 0,
    };
  }
}
