/** Runs in the differ's threads: one batch of answers, each with a result of its own. */
import { institutionById } from '../../institutions/index.ts';
import type { CompareJob, Comparison } from './compare.ts';
import { compare } from './compare.ts';
import type { LookResult } from './look-result.ts';

export default (batch: CompareJob[]): LookResult<Comparison>[] =>
  batch.map((job) => compare(job, institutionById(job.request.institution)!));
