/** The passes of one institution, one after another: when a pass begins, what joins it and when it ends. */
import { URGENCY, urgencyOf } from '../../domain/urgency.ts';
import type { Share } from '../../store/sections.ts';
import { WHOLE } from '../../store/sections.ts';
import type { Clock, Logger } from '../../runtime/index.ts';
import { AHEAD_SHARE } from './claims.ts';
import type { Claims } from './claims.ts';
import type { Cycle } from './cycle.ts';
import type { LookJob } from '../look-job.ts';
import { Pass } from './pass.ts';

export interface PassesOptions {
  institution: string;
  claims: Pick<Claims, 'due' | 'urgent' | 'abandoned'>;
  /** Returns this process's share of the due sections. */
  share: () => Share;
  intervalMs: number;
  clock: Pick<Clock, 'now' | 'monotonic'>;
  log: Logger;
}

/** Pause between passes, so that sections due at nearly the same time go together; less for a short interval. */
const PASS_GAP_MS = 1_000;

/** Times are monotonic. */
export class Passes {
  readonly #options: PassesOptions;
  #pass: Pass | null = null;
  #lastCycle: Cycle | null = null;
  #beganAt = 0;
  #nextAt = 0;
  /** The time until which urgent sections join the pass. */
  #alsoUrgentUntil = 0;

  constructor(options: PassesOptions) {
    this.#options = options;
  }

  /** The running pass; null if there is none. */
  get current(): Pass | null {
    return this.#pass;
  }

  /** The running or last cycle; null if there was none. */
  get cycle(): Cycle | null {
    return this.#pass?.cycle ?? this.#lastCycle;
  }

  /** No pass begins before this time. */
  get nextAt(): number {
    return this.#nextAt;
  }

  /** Begins a pass if anything is due. */
  async beginDue(): Promise<void> {
    const jobs = await this.#options.claims.due(this.#options.share());
    if (jobs.length > 0) this.#begin(jobs);
  }

  /** Begins a pass over all due sections, even if there are none. */
  async beginWhole(): Promise<Cycle> {
    return this.#begin(await this.#options.claims.due(WHOLE));
  }

  /**
   * Adds urgent jobs to the running pass, so that they need not wait for its end. After a while no more urgent jobs
   * join: the pass must end, because the rest must become due again. The work of a dead process always joins, because
   * it is limited. Returns how many jobs joined.
   */
  async join(): Promise<number> {
    const { institution, intervalMs, share, claims, log } = this.#options;
    if (this.#pass === null) return 0;
    if (this.#pass.ordinary > 0) this.#alsoUrgentUntil = this.#now + intervalMs * AHEAD_SHARE;
    const jobs = this.#now < this.#alsoUrgentUntil ? await claims.urgent(share()) : await claims.abandoned(share());
    if (jobs.length === 0) return 0;
    log.debug({ institution, requests: jobs.length }, 'urgent work joins the cycle');
    this.#pass.add(jobs);
    return jobs.length;
  }

  /** Ends the pass if it has nothing left to do. */
  endIfSettled(): void {
    if (this.#pass === null || !this.#pass.settled) return;
    const { intervalMs, institution, clock, log } = this.#options;
    this.#lastCycle = this.#pass.finish(new Date(clock.now()).toISOString());
    this.#pass = null;
    this.#nextAt = this.#now + Math.min(PASS_GAP_MS, intervalMs / 10);
    const tookMs = Math.round(this.#now - this.#beganAt);
    log.info({ institution, ...this.#lastCycle, tookMs }, 'cycle finished');
    if (tookMs > intervalMs) log.warn({ institution, tookMs, intervalMs }, 'cycle longer than its interval');
  }

  #begin(jobs: LookJob[]): Cycle {
    const { institution, intervalMs, clock, log } = this.#options;
    const rank = ({ sections }: LookJob): number =>
      Math.min(URGENCY.ordinary, ...sections.map((section) => urgencyOf(section, intervalMs, clock.now())));
    this.#pass = new Pass(jobs, new Date(clock.now()).toISOString(), rank);
    this.#beganAt = this.#now;
    this.#alsoUrgentUntil = this.#beganAt + intervalMs * AHEAD_SHARE;
    log.info({ institution, due: this.#pass.cycle.due, requests: jobs.length }, 'cycle started');
    return this.#pass.cycle;
  }

  get #now(): number {
    return this.#options.clock.monotonic();
  }
}
