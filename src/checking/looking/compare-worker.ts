/** Runs in the differ's threads: compares a batch of answers and returns one result for each. */
import { institutionById } from '../../institutions/index.ts';
import { reasonOf, systemClock } from '../../runtime/index.ts';
import { finish, momentOf } from '../../telemetry/traces/span.ts';
import type { CompareJob, Comparison } from './compare.ts';
import { compare } from './compare.ts';
import type { LookResult, Traced } from './look-result.ts';

export default (batch: CompareJob[]): Traced<LookResult<Comparison>>[] =>
  batch.map((job) => {
    const { trace } = job;
    if (trace === undefined) return resultOf(job);
    const since = momentOf(systemClock);
    const result = resultOf(job);
    const attributes = { 'pickmyclass.sections': 'observed' in result ? result.observed.length : undefined };
    const error = result.outcome === 'answered' ? null : result.code;
    return { ...result, spans: [finish({ name: 'diff', since, attributes }, trace, systemClock, error)] };
  });

/** An answer that breaks the parser fails alone: the others of its batch come from other requests. */
function resultOf(job: CompareJob): LookResult<Comparison> {
  const { request, requests } = job;
  try {
    return compare(job, institutionById(request.institution)!);
  } catch (error) {
    return { outcome: 'failed', code: 'PMC_INTERNAL', message: reasonOf(error), requests };
  }
}
