/** One look from the question to the comparison: the browser fetches an answer, the differ reads and compares it. */
import type { LookRequest } from '../../institutions/institution.ts';
import { reasonOf } from '../../runtime/index.ts';
import { codeOf } from '../../telemetry/error-code.ts';
import type { Comparison, CompareJob } from './compare.ts';
import type { Fetched, LookResult } from './look-result.ts';

/** Who does the work. */
export interface Pipeline {
  fetch: (request: LookRequest) => Promise<Fetched>;
  compare: (job: CompareJob) => Promise<LookResult<Comparison>>;
  /** Epoch ms. */
  now: () => number;
}

/** Looks once, at what is known of some sections. Never rejects: what goes wrong is a result. */
export async function look(
  { fetch, compare, now }: Pipeline,
  request: LookRequest,
  known: CompareJob['known'],
): Promise<LookResult<Comparison>> {
  let fetched: Fetched | undefined;
  try {
    fetched = await fetch(request);
    if (fetched.outcome !== 'answered') return fetched;
    const { answer, requests } = fetched;
    return await compare({ request, answer, requests, known, at: new Date(now()).toISOString() });
  } catch (error) {
    // A browser or differ that is being restarted, or a differ with too much to do, is not the source's fault; a
    // browser that does not answer in time may be.
    const code = codeOf(error);
    return {
      outcome: code === 'PMC_ASK_TIMEOUT' && fetched === undefined ? 'failed' : 'refused',
      code,
      message: reasonOf(error),
      requests: fetched?.requests ?? 0,
    };
  }
}
