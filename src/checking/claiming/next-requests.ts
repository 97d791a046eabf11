/**
 * The requests that the schedule wants now: the chooser names the best, and their sections are leased together, in one
 * claim. Times are monotonic.
 */
import type { Choice } from '../choosing/choose.ts';
import type { Chooser } from '../choosing/chooser.ts';
import type { Ask } from '../choosing/row.ts';
import { watchedRow } from '../choosing/watched-row.ts';
import type { Clock } from '../../runtime/index.ts';
import type { LookJob } from '../look-job.ts';
import type { LeasedJobs } from './leased-jobs.ts';

export interface NextRequestsOptions {
  chooser: Chooser;
  jobs: LeasedJobs;
  /** Returns the nodes that are alive, this one first. */
  nodes: () => readonly string[];
  intervalMs: number;
  clock: Pick<Clock, 'now' | 'monotonic'>;
}

/** Requests in one claim: as many as a budget grants at once on a fast source, so that the store is asked rarely. */
const AT_ONCE = 32;

export class NextRequests {
  readonly #options: NextRequestsOptions;
  /** Chosen, not leased yet. */
  #choices: Choice[] = [];
  /** Leased, not asked for yet. */
  #leased: LookJob[] = [];
  #nextAt = -Infinity;
  /** What the chooser knows each job as. */
  readonly #asks = new Map<string, Ask>();

  constructor(options: NextRequestsOptions) {
    this.#options = options;
  }

  /** Chooses again, unless requests are leased and not asked for. */
  choose(): void {
    if (this.#leased.length > 0) return;
    const { chooser, nodes, clock } = this.#options;
    chooser.shareAmong(nodes());
    const { choices, nextAt } = chooser.best(clock.monotonic(), AT_ONCE);
    this.#choices = choices;
    this.#nextAt = nextAt;
  }

  /** Number of requests that can be asked for now. */
  get wanted(): number {
    return this.#leased.length + this.#choices.length;
  }

  /** When there are more; Infinity: never, if nothing else happens. */
  get nextAt(): number {
    return this.#nextAt;
  }

  /**
   * Returns the next job; undefined: none is left. Leases `most` requests at once. When other processes have those, it
   * tries all the others, and keeps `most` of what is free.
   */
  async next(most: number): Promise<LookJob | undefined> {
    for (let size = most; this.wanted > 0 && this.#leased.length === 0; size = AT_ONCE)
      await this.#lease(this.#choices.splice(0, size), most);
    return this.#leased.shift();
  }

  /** Records that a job was answered, or that its look failed. */
  looked(job: LookJob, requests: number): void {
    const ask = this.#forget(job);
    if (ask !== undefined) this.#options.chooser.looked(ask, this.#options.clock.monotonic(), requests);
  }

  /** Gives a job back: it will be asked for again. */
  async refused(job: LookJob): Promise<void> {
    const ask = this.#forget(job);
    if (ask !== undefined) this.#options.chooser.refused(ask);
    await this.#options.jobs.giveBack([job]);
  }

  /** Gives back what is leased and not asked for. Returns how many requests. */
  async abandon(): Promise<number> {
    const jobs = this.#leased.splice(0);
    this.#choices = [];
    for (const job of jobs) {
      const ask = this.#forget(job);
      if (ask !== undefined) this.#options.chooser.refused(ask);
    }
    await this.#options.jobs.giveBack(jobs);
    return jobs.length;
  }

  async #lease(choices: readonly Choice[], most: number): Promise<void> {
    if (choices.length === 0) return;
    const { chooser, jobs, intervalMs, clock } = this.#options;
    const leased = await jobs.claimRequests(choices.map(({ ask }) => ask));
    const now = { steady: clock.monotonic(), wall: clock.now() };
    const unused: LookJob[] = [];
    for (const choice of choices) {
      const job = leased.get(choice.ask);
      if (job === undefined) {
        chooser.heldElsewhere(choice.ask, now.steady);
        continue;
      }
      const rows = job.sections.filter(({ watched }) => watched).map((each) => watchedRow(each, intervalMs, now));
      if (this.#leased.length >= most || !chooser.confirm(choice.ask, rows, now.steady)) {
        unused.push(job);
        continue;
      }
      chooser.begun(choice);
      this.#asks.set(job.id, choice.ask);
      this.#leased.push(job);
    }
    if (unused.length > 0) await jobs.giveBack(unused);
  }

  #forget(job: LookJob): Ask | undefined {
    const ask = this.#asks.get(job.id);
    this.#asks.delete(job.id);
    return ask;
  }
}
