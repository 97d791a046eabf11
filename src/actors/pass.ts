/** One pass over everything that was due: what is still to be asked, what came of it, and which openings wait for more certainty. Pure. */
import type { MassChangeRule } from '../domain/mass-change.ts';
import { isMassChange, looksLikeMassChange } from '../domain/mass-change.ts';
import type { Cycle } from './cycle.ts';
import type { LookJob } from './look-job.ts';

interface Held { job: LookJob; opened: string[]; sinceMs: number }

/** Openings wait at most this long for the rest of the pass to show whether they are many. */
const HOLD_MS = 500;

export class Pass {
  readonly #rule: MassChangeRule;
  readonly #cycle: Cycle;
  readonly #queue: LookJob[];
  readonly #held: Held[] = [];
  readonly #parts: number;
  #asked = 0;
  #opened = 0;

  /** `parts`: as how many passes, by other processes, all that was due is passed over. */
  constructor(jobs: LookJob[], rule: MassChangeRule, startedAt: string, parts: number) {
    this.#queue = [...jobs];
    this.#rule = rule;
    this.#parts = parts;
    this.#cycle = { startedAt, due: watchedInAll(jobs), done: 0, failed: 0, requests: 0 };
  }

  get cycle(): Cycle {
    return { ...this.#cycle };
  }

  /** Nothing is queued, asked or held any more. */
  get settled(): boolean {
    return this.#over && this.#held.length === 0;
  }

  /** Jobs nobody has been asked for. */
  get queued(): number {
    return this.#queue.length;
  }

  /** The next job to ask; the caller reports its end with one of the methods below. */
  next(): LookJob | undefined {
    const job = this.#queue.shift();
    if (job !== undefined) this.#asked += 1;
    return job;
  }

  /** Further jobs, which come first: what they are about is late. */
  add(jobs: readonly LookJob[]): void {
    this.#queue.unshift(...jobs);
    this.#cycle.due += watchedInAll(jobs);
  }

  ended(outcome: { done: number; failed: number; requests: number }): void {
    this.#asked -= 1;
    this.#cycle.done += outcome.done;
    this.#cycle.failed += outcome.failed;
    this.#cycle.requests += outcome.requests;
  }

  hold(job: LookJob, opened: string[], requests: number, nowMs: number): void {
    this.#asked -= 1;
    this.#cycle.requests += requests;
    this.#opened += opened.length;
    this.#held.push({ job, opened, sinceMs: nowMs });
  }

  refused(job: LookJob, requests: number): void {
    this.#asked -= 1;
    this.#cycle.requests += requests;
    this.#queue.unshift(job);
  }

  /** Openings so far, written or not, of the whole institution: seen here, and supposed to be as frequent elsewhere. */
  get openings(): number {
    return this.#opened * this.#parts;
  }

  /** Takes every job nobody has been asked for. */
  abandon(): LookJob[] {
    return this.#queue.splice(0);
  }

  /**
   * The word on held openings, once it can be given: `commit` those that are surely few, `confirm` with a second look when
   * they are a mass change or become one. Each job named is in the caller's hands again, like one that `next` gave.
   * `watched`: all watched sections of the institution, due or not.
   */
  verdict(nowMs: number, watched: number): { commit: LookJob[]; confirm: LookJob[] } {
    const over = this.#over;
    const ripe = this.#held.filter(({ sinceMs }) => over || nowMs - sinceMs >= HOLD_MS);
    if (ripe.length === 0) return { commit: [], confirm: [] };
    const suspicious = over
      ? isMassChange(this.openings, watched, this.#rule)
      : looksLikeMassChange(this.openings, this.#seen(), this.#cycle.due, watched, this.#rule);
    for (const held of ripe) this.#held.splice(this.#held.indexOf(held), 1);
    this.#asked += ripe.length;
    return suspicious
      ? { commit: [], confirm: ripe.map(({ job, opened }) => ({ ...job, openings: opened })) }
      : { commit: ripe.map(({ job }) => job), confirm: [] };
  }

  /** Milliseconds until `verdict` may have something new to say; null: nothing is held. */
  verdictInMs(nowMs: number): number | null {
    const oldest = this.#held[0];
    if (oldest === undefined) return null;
    return this.#over ? 0 : Math.max(0, oldest.sinceMs + HOLD_MS - nowMs);
  }

  finish(finishedAt: string): Cycle {
    this.#cycle.finishedAt = finishedAt;
    return this.cycle;
  }

  /** Everyone has been asked and has answered; only held openings are left. */
  get #over(): boolean {
    return this.#queue.length === 0 && this.#asked === 0;
  }

  #seen(): number {
    return this.#cycle.done + this.#cycle.failed + watchedInAll(this.#held.map(({ job }) => job));
  }
}

function watchedInAll(jobs: readonly LookJob[]): number {
  return jobs.reduce((sum, { sections }) => sum + sections.filter(({ watched }) => watched).length, 0);
}
