/** Runs in the differ's threads: compares a batch of answers and returns one result for each. */
import { institutionById } from '../../institutions/index.ts';
import type { CompareJob, Comparison } from './compare.ts';
import { compare } from './compare.ts';
import type { LookResult } from './look-result.ts';

export default (batch: CompareJob[]): LookResult<Comparison>[] =>
  batch.map((job) => compare(job, institutionById(job.request.institution)!));
