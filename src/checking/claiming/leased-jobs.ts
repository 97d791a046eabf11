/**
 * The jobs whose sections a scheduler has leased and that are not settled yet. A lease belongs to one incarnation of
 * the scheduler. The owner changes after a claim that failed: the sections that it may have leased must not be renewed
 * with the rest, and are given back. So are sections that the store could not take back at first.
 */
import { randomUUID } from 'node:crypto';
import { isAskedByNumber } from '../../domain/absence.ts';
import type { Institution, LookRequest } from '../../institutions/institution.ts';
import type { ClaimedSection, ClaimWhat, SectionStore } from '../../store/sections.ts';
import type { Moment } from '../../telemetry/traces/span.ts';
import type { Pace } from '../choosing/pace.ts';
import type { Ask } from '../choosing/row.ts';
import { askKey } from '../choosing/row.ts';
import type { LookJob } from '../look-job.ts';
import type { LookTraces } from './look-traces.ts';

type Requests = Pick<Institution, 'classRequest' | 'courseRequest' | 'subjectRequest'>;

export interface LeasedJobsOptions {
  sections: SectionStore;
  institution: Requests & Pick<Institution, 'id'>;
  node: string;
  leaseMs: number;
  paceOf: (ask: Ask | null) => Pace;
  traces: LookTraces;
}

export class LeasedJobs {
  readonly #options: LeasedJobsOptions;
  #owner: string;
  /** Owners of failed claims: they may hold leases that nobody knows of. */
  readonly #former = new Set<string>();
  /** By owner: sections that are to be given back. A renewal would keep their leases for ever. */
  readonly #owed = new Map<string, string[]>();
  readonly #jobs = new Map<string, LookJob>();
  #claiming: Promise<unknown> = Promise.resolve();
  #ended = false;

  constructor(options: LeasedJobsOptions) {
    this.#options = options;
    this.#owner = ownerOf(options.node);
  }

  /** Leases a section for a look that somebody waits for. Creates its row. undefined: it is leased already. */
  async claimSection(key: string): Promise<LookJob | undefined> {
    const since = this.#options.traces.moment();
    const [section] = await this.#lease({ sections: [key] });
    if (section === undefined) return undefined;
    const { term, course } = section;
    const ask = course === null || isAskedByNumber(section) ? { section: key } : { term, course };
    return this.#keep(this.#jobFor(ask, [section], this.#owner), since);
  }

  /**
   * Leases what the requests show and is free, in one claim. Returns the job of each request; none for a request of
   * which nothing is free.
   */
  async claimRequests(asks: readonly Ask[]): Promise<Map<Ask, LookJob>> {
    const since = this.#options.traces.moment();
    const claimed = await this.#lease({ requests: [...asks] });
    const owner = this.#owner;
    const byKey = new Map(asks.map((ask) => [askKey(ask), ask]));
    const sections = new Map<Ask, ClaimedSection[]>();
    const others: ClaimedSection[] = [];
    for (const section of claimed) {
      const ask = keysOf(section).flatMap((key) => byKey.get(key) ?? [])[0];
      // A list would only lack it again.
      if (ask === undefined || (isAskedByNumber(section) && !('section' in ask))) {
        others.push(section);
        continue;
      }
      const ofAsk = sections.get(ask) ?? [];
      sections.set(ask, ofAsk);
      ofAsk.push(section);
    }
    this.#owe(owner, others);
    try {
      await this.#giveBackOwed();
    } catch (error) {
      this.#owe(owner, claimed);
      throw error;
    }
    const jobOf = (ask: Ask, ofAsk: ClaimedSection[]): LookJob => this.#keep(this.#jobFor(ask, ofAsk, owner), since);
    return new Map([...sections].map(([ask, ofAsk]) => [ask, jobOf(ask, ofAsk)] as const));
  }

  /** Returns a job for one request, without leases. */
  unleased(request: LookRequest): LookJob {
    const job: LookJob = { ...this.#job(request, [], this.#owner, null), asker: 'visitor' };
    return this.#keep(job, this.#options.traces.moment());
  }

  /** Removes a job whose leases ended when its results were written. */
  settled(job: LookJob): void {
    this.#jobs.delete(job.id);
  }

  /** Gives the jobs' sections back without changing their due times. */
  async giveBack(jobs: LookJob[]): Promise<void> {
    for (const job of jobs) {
      this.#jobs.delete(job.id);
      this.#options.traces.givenBack(job);
      this.#owe(job.owner, job.sections);
    }
    await this.#giveBackOwed();
  }

  /**
   * Gives back everything at the end, including what a claim under way leases. Nothing is claimed after that.
   */
  async giveBackAll(): Promise<void> {
    this.#ended = true;
    await this.#claiming;
    for (const job of this.#jobs.values()) this.#options.traces.givenBack(job);
    this.#jobs.clear();
    await this.#giveBackOwed();
    await this.#options.sections.releaseAll(this.#owner);
  }

  async renew(): Promise<void> {
    const owners = new Set(Array.from(this.#jobs.values(), ({ owner }) => owner));
    for (const owner of owners) await this.#options.sections.renew(owner, this.#options.leaseMs);
  }

  async #lease(what: ClaimWhat): Promise<ClaimedSection[]> {
    const { sections, institution, leaseMs, node } = this.#options;
    await this.#giveBackOwed();
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

  #owe(owner: string, sections: readonly ClaimedSection[]): void {
    if (sections.length === 0) return;
    this.#owed.set(owner, [...(this.#owed.get(owner) ?? []), ...sections.map(({ section }) => section)]);
  }

  /** Gives back what is owed, also what the store could not take back before. */
  async #giveBackOwed(): Promise<void> {
    for (const [owner, sections] of this.#owed) {
      await this.#options.sections.release(owner, sections, 0);
      this.#owed.delete(owner);
    }
    for (const owner of this.#former) {
      await this.#options.sections.releaseAll(owner);
      this.#former.delete(owner);
    }
  }

  #jobFor(ask: Ask, sections: ClaimedSection[], owner: string): LookJob {
    const { term, classNumber } = sections[0]!;
    return this.#job(requestFor(this.#options.institution, ask, { term, classNumber }), sections, owner, ask);
  }

  #job(request: LookRequest, sections: ClaimedSection[], owner: string, ask: Ask | null): LookJob {
    const pace = this.#options.paceOf(ask);
    return { id: randomUUID(), request, sections, owner, agreed: null, asker: 'schedule', pace };
  }

  #keep(job: LookJob, since: Moment): LookJob {
    const kept = this.#options.traces.claimed(job, since);
    this.#jobs.set(kept.id, kept);
    return kept;
  }
}

/** The names of the requests that show a section, the one for the fewest others first. */
function keysOf({ section, term, course }: ClaimedSection): string[] {
  if (course === null) return [section];
  return [section, askKey({ term, course }), askKey({ term, subject: course.subject })];
}

function requestFor(institution: Requests, ask: Ask, number: { term: string; classNumber: string }): LookRequest {
  const request =
    'subject' in ask
      ? institution.subjectRequest?.(ask.term, ask.subject)
      : 'course' in ask
        ? institution.courseRequest?.(ask.term, ask.course)
        : undefined;
  return request ?? institution.classRequest(number.term, number.classNumber);
}

function ownerOf(node: string): string {
  return `${node}:${randomUUID()}`;
}
