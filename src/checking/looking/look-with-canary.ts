/** A look that is checked with a canary before a missing section is believed to be gone. */
import { isInDoubt } from '../../domain/absence.ts';
import type { LookJob } from '../look-job.ts';
import type { Canaries, Canary } from './canaries.ts';
import { unrecognised } from './compare.ts';
import type { Comparison } from './compare.ts';
import { look } from './look.ts';
import type { LookedFor, Pipeline } from './look.ts';
import type { LookFailed, LookResult } from './look-result.ts';

type Answered = Extract<LookResult<Comparison>, { outcome: 'answered' }>;

export interface Looking {
  pipeline: Pipeline;
  canaries: Canaries;
  /** Milliseconds. */
  monotonic: () => number;
}

/** `whole` returns the sections of the job with their whole states. */
type Whole = LookedFor['whole'];

/** Looks for a job. Never rejects: errors are returned as results. */
export async function lookWithCanary(looking: Looking, job: LookJob, whole: Whole): Promise<LookResult<Comparison>> {
  const result = await lookOnce(looking, job, whole);
  if (result.outcome !== 'answered') return result;
  const judged = await judge(looking, job, result, whole);
  return result.by === undefined || judged.outcome === 'refused' ? judged : { ...judged, by: result.by };
}

async function judge(looking: Looking, job: LookJob, result: Answered, whole: Whole): Promise<LookResult<Comparison>> {
  const inDoubt = doubtsOf(job, result);
  if (inDoubt.length === 0) return result;
  const { term } = job.request;
  if (looking.canaries.isSilent(term, looking.monotonic()))
    return { ...unrecognised(job.request, 'it is empty, as is all of its term', result.requests), silent: true };
  const canary = looking.canaries.for(job);
  if (canary === undefined) {
    // Nothing of the term was seen yet, so a missing section proves nothing.
    return isByNumber(job)
      ? result
      : unrecognised(
          job.request,
          'it is empty, and there is no other section to check the layout with',
          result.requests,
        );
  }
  const check = await lookOnce(looking, { ...job, request: canary.request }, whole);
  const requests = result.requests + check.requests;
  if (check.outcome !== 'answered') return { ...check, requests };
  if (!sings(canary, check)) {
    looking.canaries.failed(canary, looking.monotonic());
    const failed = unrecognised(job.request, `it is empty, and so is the canary ${canary.request.id}`, requests);
    return isByNumber(job) ? failed : await withElsewhere(looking, job, failed);
  }
  looking.canaries.remember(canary.request, check.observed);
  const { observed, absent, unsure } = withShown(result, check);
  // A list that works does not prove that searches by number work.
  const vouched = isByNumber(job) && canary.request.by === 'class';
  return {
    ...result,
    requests,
    observed,
    absent,
    unsure,
    gone: vouched ? inDoubt.filter((section) => absent.includes(section)) : [],
  };
}

function sings({ request, section }: Canary, { observed }: Answered): boolean {
  return observed.some(({ state }) => (section === null ? state.term === request.term : state.section === section));
}

/** Checks another term, to see whether only this term is silent. */
async function withElsewhere(looking: Looking, job: LookJob, failed: LookFailed): Promise<LookFailed> {
  const canary = looking.canaries.elsewhere(job);
  if (canary === undefined) return failed;
  const check = await lookOnce(looking, { ...job, request: canary.request, sections: [] }, async () => []);
  const requests = failed.requests + check.requests;
  if (check.outcome !== 'answered' || !sings(canary, check)) return { ...failed, requests };
  looking.canaries.noteSilent(job.request.term, looking.monotonic());
  return { ...failed, requests, silent: true };
}

/** Returns the result with the absent sections that the canary's answer shows moved out of `absent`. */
function withShown(result: Answered, check: Answered): Pick<Answered, 'observed' | 'absent' | 'unsure'> {
  const isAbsent = (section: string): boolean => result.absent.includes(section);
  const observed = [...result.observed, ...check.observed.filter(({ state }) => isAbsent(state.section))];
  const unsure = [...result.unsure, ...check.unsure.filter(({ section }) => isAbsent(section))];
  const there = new Set([...observed.map(({ state }) => state.section), ...keysOf(unsure)]);
  return { observed, unsure, absent: result.absent.filter((section) => !there.has(section)) };
}

function isByNumber({ request }: LookJob): boolean {
  return request.by === 'class';
}

/**
 * Returns the missing sections that need a canary check: a section that was asked for by number and would count as
 * gone, or all sections of a list that had some and is now empty.
 */
function doubtsOf(job: LookJob, { observed, absent, unsure }: Answered): string[] {
  const lacking = job.sections.filter(({ section }) => absent.includes(section));
  if (isByNumber(job)) return keysOf(lacking.filter(isInDoubt));
  return observed.length + unsure.length > 0
    ? []
    : keysOf(lacking.filter(({ state }) => state !== null && state.status !== 'cancelled'));
}

function keysOf(sections: readonly { section: string }[]): string[] {
  return sections.map(({ section }) => section);
}

function lookOnce(
  { pipeline }: Looking,
  { request, sections, trace }: LookJob,
  whole: Whole,
): Promise<LookResult<Comparison>> {
  return look(pipeline, request, { claimed: sections, whole }, trace);
}
