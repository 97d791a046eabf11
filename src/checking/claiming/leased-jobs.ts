/**
 * The jobs whose sections a scheduler has leased and that are not settled yet. A lease belongs to one incarnation of
 * the scheduler. The owner changes after a claim that failed: the sections that it may have leased must not be renewed
 * with the rest, and are given back.
 */
import { randomUUID } from 'node:crypto';
import { isAskedByNumber } from '../../domain/absence.ts';
import type { Institution, LookRequest } from '../../institutions/institution.ts';
import type { ClaimedSection, ClaimWhat, SectionStore } from '../../store/sections.ts';
import type { LookJob } from '../look-job.ts';

export interface LeasedJobsOptions {
  sections: SectionStore;
  institution: Pick<Institution, 'id' | 'plan'>;
  node: string;
  leaseMs: number;
}

export class LeasedJobs {
  readonly #options: LeasedJobsOptions;
  #owner: string;
  /** Owners of failed claims: they may hold leases that nobody knows of. */
  readonly #former = new Set<string>();
  readonly #jobs = new Map<string, LookJob>();
  #claiming: Promise<unknown> = Promise.resolve();
  #ended = false;

  constructor(options: LeasedJobsOptions) {
    this.#options = options;
    this.#owner = ownerOf(options.node);
  }

  /** Leases the free sections of `what`, and plans the fewest requests that show them. */
  async claim(what: ClaimWhat): Promise<LookJob[]> {
    const claimed = await this.#lease(what);
    const byKey = new Map(claimed.map((section) => [section.section, section]));
    // A section without a course is asked for by its number.
    const wanted = claimed.map((section) => (isAskedByNumber(section) ? { ...section, course: null } : section));
    return this.#options.institution
      .plan(wanted)
      .map(({ request, sections: keys }) =>
        this.#keep({
          id: randomUUID(),
          request,
          sections: keys.map((key) => byKey.get(key)!),
          owner: this.#owner,
          agreed: null,
          asker: 'pass',
        }),
      );
  }

  /** Returns a job for one request, without leases. */
  unleased(request: LookRequest): LookJob {
    return this.#keep({ id: randomUUID(), request, sections: [], owner: this.#owner, agreed: null, asker: 'visitor' });
  }

  /** Removes a job whose leases ended when its results were written. */
  settled(job: LookJob): void {
    this.#jobs.delete(job.id);
  }

  /** Gives the jobs' sections back without changing their due times. */
  async giveBack(jobs: LookJob[]): Promise<void> {
    for (const job of jobs) this.#jobs.delete(job.id);
    for (const owner of ownersOf(jobs)) {
      const keys = jobs
        .filter((job) => job.owner === owner)
        .flatMap((job) => job.sections.map(({ section }) => section));
      if (keys.length > 0) await this.#options.sections.release(owner, keys, 0);
    }
  }

  /**
   * Gives back everything at the end, including what a claim under way leases. Nothing is claimed after that.
   */
  async giveBackAll(): Promise<void> {
    this.#ended = true;
    await this.#claiming;
    this.#jobs.clear();
    await this.#giveBackFormer();
    await this.#options.sections.releaseAll(this.#owner);
  }

  async renew(): Promise<void> {
    for (const owner of ownersOf([...this.#jobs.values()]))
      await this.#options.sections.renew(owner, this.#options.leaseMs);
  }

  async #lease(what: ClaimWhat): Promise<ClaimedSection[]> {
    const { sections, institution, leaseMs, node } = this.#options;
    await this.#giveBackFormer();
    if (this.#ended) return [];
    const claim = sections.claim(institution.id, what, this.#owner, leaseMs);
    this.#claiming = claim.catch(() => {}); // the caller of this method gets the error
    try {
      return await claim;
    } catch (error) {
      this.#former.add(this.#owner);
      this.#owner = ownerOf(node);
      throw error;
    }
  }

  async #giveBackFormer(): Promise<void> {
    for (const owner of this.#former) {
      await this.#options.sections.releaseAll(owner);
      this.#former.delete(owner);
    }
  }

  #keep(job: LookJob): LookJob {
    this.#jobs.set(job.id, job);
    return job;
  }
}

function ownerOf(node: string): string {
  return `${node}:${randomUUID()}`;
}

function ownersOf(jobs: readonly LookJob[]): Set<string> {
  return new Set(jobs.map(({ owner }) => owner));
}
