/** Runs in the differ's threads: one batch of answers, each with the results of its own. */
import { institutionById } from '../institutions/index.ts';
import type { DiffJob, DiffResult } from './diff.ts';
import { diff } from './diff.ts';

export default (batch: DiffJob[]): DiffResult[] =>
  batch.map((job) => diff(job, institutionById(job.request.institution)!));
