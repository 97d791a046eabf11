/** Runs in the differ's threads: compares a batch of answers and returns one result for each. */
import { institutionById } from '../../institutions/index.ts';
import { systemClock } from '../../runtime/index.ts';
import { finish, momentOf } from '../../telemetry/traces/span.ts';
import type { CompareJob, Comparison } from './compare.ts';
import { compare } from './compare.ts';
import type { LookResult, Traced } from './look-result.ts';

export default (batch: CompareJob[]): Traced<LookResult<Comparison>>[] =>
  batch.map((job) => {
    const institution = institutionById(job.request.institution)!;
    const { trace } = job;
    if (trace === undefined) return compare(job, institution);
    const since = momentOf(systemClock);
    const result = compare(job, institution);
    const attributes = { 'pickmyclass.sections': 'observed' in result ? result.observed.length : undefined };
    const error = result.outcome === 'answered' ? null : result.code;
    return { ...result, spans: [finish({ name: 'diff', since, attributes }, trace, systemClock, error)] };
  });
