/**
 * One look from request to comparison: browser, then differ, then the canary where it would matter that something is
 * not there.
 */
import { isInDoubt } from '../../domain/absence.ts';
import { institutionsError } from '../../institutions/errors.ts';
import type { ActorContext, Ref } from '../../runtime/index.ts';
import { reasonOf } from '../../runtime/index.ts';
import type { BrowserPoolMessage, PoolReply } from './browsers/pool.ts';
import type { Canaries, Canary } from '../../checking/canaries.ts';
import type { DifferMessage, DiffReply } from './differ.ts';
import type { LookJob } from '../../checking/look-job.ts';
import type { Sight } from '../../checking/sight.ts';
import { codeOf } from '../../telemetry/error-code.ts';

type Complete = Extract<Sight, { outcome: 'complete' }>;
type Failed = Extract<Sight, { outcome: 'failed' }>;

export interface Eyes {
  context: Pick<ActorContext<never>, 'ask' | 'clock'>;
  pool: Ref<BrowserPoolMessage>;
  differ: Ref<DifferMessage>;
  canaries: Canaries;
  /** Milliseconds one look may take, from the queue to the answer. */
  timeoutMs: number;
}

/** Looks once. Never rejects: what goes wrong is an outcome. */
export async function see(eyes: Eyes, job: LookJob): Promise<Sight> {
  const sight = await lookOnce(eyes, job);
  if (sight.outcome !== 'complete') return sight;
  const inDoubt = doubtsOf(job, sight);
  if (inDoubt.length === 0) return sight;
  const { term } = job.request;
  if (eyes.canaries.isSilent(term, eyes.context.clock.monotonic()))
    return { ...unrecognised(job, 'it is empty, as is all of its term', sight.requests), silent: true };
  const canary = eyes.canaries.for(job);
  if (canary === undefined) {
    // Nobody has seen anything of the term: then that this one is not there says nothing yet.
    return isByNumber(job)
      ? sight
      : unrecognised(job, 'it is empty, and there is no other section to check the layout with', sight.requests);
  }
  const check = await lookOnce(eyes, { ...job, request: canary.request });
  const requests = sight.requests + check.requests;
  if (check.outcome !== 'complete') return { ...check, requests };
  if (!sings(canary, check)) {
    eyes.canaries.forget(canary);
    const failed = unrecognised(job, `it is empty, and so is the canary ${canary.request.id}`, requests);
    return isByNumber(job) ? failed : await withElsewhere(eyes, job, failed);
  }
  eyes.canaries.remember(canary.request, check.observed);
  const { observed, absent, unsure } = withShown(sight, check);
  // That lists are answered does not vouch for answers to numbers.
  const vouched = isByNumber(job) && canary.request.by === 'class';
  return {
    ...sight,
    requests,
    observed,
    absent,
    unsure,
    gone: vouched ? inDoubt.filter((section) => absent.includes(section)) : [],
  };
}

function sings({ request, section }: Canary, { observed }: Complete): boolean {
  return observed.some(({ state }) => (section === null ? state.term === request.term : state.section === section));
}

/** Whether it is the term alone that is silent. */
async function withElsewhere(eyes: Eyes, job: LookJob, failed: Failed): Promise<Failed> {
  const canary = eyes.canaries.elsewhere(job);
  if (canary === undefined) return failed;
  const check = await lookOnce(eyes, { ...job, request: canary.request, sections: [] });
  const requests = failed.requests + check.requests;
  if (check.outcome !== 'complete' || !sings(canary, check)) return { ...failed, requests };
  eyes.canaries.noteSilent(job.request.term, eyes.context.clock.monotonic());
  return { ...failed, requests, silent: true };
}

/** What the canary's answer shows is there. */
function withShown(sight: Complete, check: Complete): Pick<Complete, 'observed' | 'absent' | 'unsure'> {
  const isAbsent = (section: string): boolean => sight.absent.includes(section);
  const observed = [...sight.observed, ...check.observed.filter(({ state }) => isAbsent(state.section))];
  const unsure = [...sight.unsure, ...check.unsure.filter(({ section }) => isAbsent(section))];
  const there = new Set([...observed.map(({ state }) => state.section), ...keysOf(unsure)]);
  return { observed, unsure, absent: sight.absent.filter((section) => !there.has(section)) };
}

function isByNumber({ request }: LookJob): boolean {
  return request.by === 'class';
}

/**
 * The sections that an answer lacks and a canary must vouch for: one whose number was asked for and that would be
 * believed to be gone, or all of a list that surely had some and now lists nothing at all.
 */
function doubtsOf(job: LookJob, { observed, absent, unsure }: Complete): string[] {
  const lacking = job.sections.filter(({ section }) => absent.includes(section));
  if (isByNumber(job)) return keysOf(lacking.filter(isInDoubt));
  return observed.length + unsure.length > 0
    ? []
    : keysOf(lacking.filter(({ state }) => state !== null && state.status !== 'cancelled'));
}

function keysOf(sections: readonly { section: string }[]): string[] {
  return sections.map(({ section }) => section);
}

function unrecognised(job: LookJob, reason: string, requests: number): Failed {
  const error = institutionsError('PMC_SOURCE_UNRECOGNISED', { request: job.request.id, reason });
  return { outcome: 'failed', code: error.code, message: error.message, requests };
}

async function lookOnce({ context, pool, differ, timeoutMs }: Eyes, job: LookJob): Promise<Sight> {
  let requests = 0;
  let answered = false;
  try {
    const reply = await context.ask<BrowserPoolMessage, PoolReply>(
      pool,
      (replyTo) => ({ type: 'look', request: job.request, replyTo }),
      timeoutMs,
    );
    answered = true;
    requests = reply.requests;
    if (reply.outcome !== 'seen') return reply;
    const known = job.sections.map(({ section, state }) => ({ section, state }));
    const diffJob = {
      request: job.request,
      answer: reply.answer,
      known,
      at: new Date(context.clock.now()).toISOString(),
    };
    const result = await context.ask<DifferMessage, DiffReply>(
      differ,
      (replyTo) => ({ type: 'diff', job: diffJob, replyTo }),
      timeoutMs,
    );
    switch (result.outcome) {
      case 'complete':
        return { ...result, gone: [], requests };
      case 'unrecognised':
        return unrecognised(job, result.reason, requests);
      case 'failed':
        return { ...result, requests };
      default:
        return result satisfies never;
    }
  } catch (error) {
    // A browser or differ that is being restarted, or a differ with too much to do, is no fault of the source; a
    // browser that does not answer in time may be.
    const code = codeOf(error);
    return {
      outcome: code === 'PMC_ASK_TIMEOUT' && !answered ? 'failed' : 'refused',
      code,
      message: reasonOf(error),
      requests,
    };
  }
}
