/** One look from request to comparison: browser, then differ, then the canary where an answer is suspiciously empty. */
import type { Observation } from '../domain/change.ts';
import type { SeenSection } from '../domain/section.ts';
import type { ErrorCode } from '../errors.ts';
import { PmcError, pmcError, reasonOf } from '../errors.ts';
import type { LookRequest } from '../institutions/institution.ts';
import type { BrowserPoolMessage, PoolReply } from './browser-pool.ts';
import type { UnsureSection } from './diff.ts';
import type { DifferMessage, DiffReply } from './differ.ts';
import type { LookJob } from './look-job.ts';
import type { ActorContext } from './runtime/actor.ts';
import type { Ref } from './runtime/ref.ts';

export type Sight =
  | { outcome: 'complete'; observed: Observation[]; absent: string[]; unsure: UnsureSection[]; further: SeenSection[]; requests: number }
  /** The source or its answer failed. */
  | { outcome: 'failed'; code: ErrorCode; message: string; requests: number }
  /** Our side could not ask, or could not read: no fault of the source. */
  | { outcome: 'refused'; code: ErrorCode; message: string; requests: number };

/** A question whose answer is known not to be empty. */
export interface Canary { request: LookRequest; section: string }

export interface Eyes {
  context: Pick<ActorContext<never>, 'ask' | 'clock'>;
  pool: Ref<BrowserPoolMessage>;
  differ: Ref<DifferMessage>;
  /** Milliseconds one look may take, from the queue to the answer. */
  timeoutMs: number;
}

/** Looks once. Never rejects: what goes wrong is an outcome. `canaryFor` finds a question to check an empty answer against. */
export async function see(eyes: Eyes, job: LookJob, canaryFor: (job: LookJob) => Canary | undefined): Promise<Sight> {
  const sight = await lookOnce(eyes, job);
  if (sight.outcome !== 'complete' || !isSuspicious(job, sight)) return sight;
  const canary = canaryFor(job);
  if (canary === undefined) return unrecognised(job, 'it is empty, and there is no other section to check the layout with', sight.requests);
  const check = await lookOnce(eyes, { ...job, request: canary.request, sections: [] });
  const requests = sight.requests + check.requests;
  if (check.outcome !== 'complete') return { ...check, requests };
  const alive = check.observed.some(({ state }) => canary.section === '' || state.section === canary.section);
  return alive ? { ...sight, requests } : unrecognised(job, `it is empty, and so is the canary ${canary.request.id}`, requests);
}

/** Sections that were surely there and an answer that lists nothing at all: cancelled, or a layout we cannot read. */
function isSuspicious(job: LookJob, sight: { observed: Observation[]; unsure: UnsureSection[] }): boolean {
  return sight.observed.length === 0 && sight.unsure.length === 0 && job.sections.some(({ state }) => state !== null && state.status !== 'cancelled');
}

function unrecognised(job: LookJob, reason: string, requests: number): Sight {
  const error = pmcError('PMC_SOURCE_UNRECOGNISED', { request: job.request.id, reason });
  return { outcome: 'failed', code: error.code, message: error.message, requests };
}

async function lookOnce({ context, pool, differ, timeoutMs }: Eyes, job: LookJob): Promise<Sight> {
  let requests = 0;
  let answered = false;
  try {
    const reply = await context.ask<BrowserPoolMessage, PoolReply>(pool, (replyTo) => ({ type: 'look', request: job.request, replyTo }), timeoutMs);
    answered = true;
    requests = reply.requests;
    if (reply.outcome !== 'seen') return reply;
    const known = job.sections.map(({ section, state }) => ({ section, state }));
    const diffJob = { request: job.request, answer: reply.answer, known, at: new Date(context.clock.now()).toISOString() };
    const result = await context.ask<DifferMessage, DiffReply>(differ, (replyTo) => ({ type: 'diff', job: diffJob, replyTo }), timeoutMs);
    switch (result.outcome) {
      case 'complete': return { ...result, requests };
      case 'unrecognised': return unrecognised(job, result.reason, requests);
      case 'failed': return { ...result, requests };
      default: return result satisfies never;
    }
  } catch (error) {
    // A browser or differ that is being restarted, or a differ with too much to do, is no fault of the source; a browser that does not answer in time may be.
    const code = error instanceof PmcError ? error.code : 'PMC_INTERNAL';
    return { outcome: code === 'PMC_ASK_TIMEOUT' && !answered ? 'failed' : 'refused', code, message: reasonOf(error), requests };
  }
}
