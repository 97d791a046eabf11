/** The jobs whose sections a scheduler has leased and not seen settled. The lease belongs to one incarnation of the scheduler. */
import { randomUUID } from 'node:crypto';
import type { Institution, LookRequest } from '../institutions/institution.ts';
import type { ClaimWhat, SectionStore } from '../store/sections.ts';
import type { LookJob } from './look-job.ts';

export interface LeasedJobsOptions {
  sections: SectionStore;
  institution: Pick<Institution, 'id' | 'plan'>;
  node: string;
  leaseMs: number;
}

export class LeasedJobs {
  readonly #options: LeasedJobsOptions;
  readonly #owner: string;
  readonly #jobs = new Map<string, LookJob>();

  constructor(options: LeasedJobsOptions) {
    this.#options = options;
    this.#owner = `${options.node}:${randomUUID()}`;
  }

  /** Leases what is free of `what`, and plans the fewest requests that show it. */
  async claim(what: ClaimWhat, openings: LookJob['openings']): Promise<LookJob[]> {
    const { sections, institution, leaseMs } = this.#options;
    const claimed = await sections.claim(institution.id, what, this.#owner, leaseMs);
    const byKey = new Map(claimed.map((section) => [section.section, section]));
    return institution.plan(claimed).map(({ request, sections: keys }) => this.#keep({
      id: randomUUID(), request, sections: keys.map((key) => byKey.get(key)!), owner: this.#owner, openings,
    }));
  }

  /** A job for one request, with a lease on what is known of its course, if it is about one. */
  async claimFor(request: LookRequest, openings: LookJob['openings']): Promise<LookJob> {
    const { sections, institution, leaseMs } = this.#options;
    const claimed = request.by === 'course' ? await sections.claim(institution.id, { term: request.term, course: request }, this.#owner, leaseMs) : [];
    return this.#keep({ id: randomUUID(), request, sections: claimed, owner: this.#owner, openings });
  }

  /** The job's leases have ended with what was written. */
  settled(job: LookJob): void {
    this.#jobs.delete(job.id);
  }

  /** Gives the jobs' sections back, as due as they were. */
  async giveBack(jobs: LookJob[]): Promise<void> {
    for (const job of jobs) this.#jobs.delete(job.id);
    const keys = jobs.flatMap((job) => job.sections.map(({ section }) => section));
    if (keys.length > 0) await this.#options.sections.release(this.#owner, keys, 0);
  }

  async giveBackAll(): Promise<void> {
    await this.giveBack([...this.#jobs.values()]);
  }

  async renew(): Promise<void> {
    if (this.#jobs.size > 0) await this.#options.sections.renew(this.#owner, this.#options.leaseMs);
  }

  #keep(job: LookJob): LookJob {
    this.#jobs.set(job.id, job);
    return job;
  }
}
