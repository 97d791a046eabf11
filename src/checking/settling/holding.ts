/**
 * Holds looks back until it is clear whether many sections changed at once, and then writes or repeats them.
 */
import type { MassChangeRule, Anomaly } from '../../domain/mass-change.ts';
import type { Clock, Logger } from '../../runtime/index.ts';
import { codeOf } from '../../telemetry/error-code.ts';
import { checkingError } from '../errors.ts';
import type { LookJob } from '../look-job.ts';
import { refusal } from '../looking/source-gate.ts';
import type { Turns } from '../turns.ts';
import type { Evidence } from './evidence.ts';
import { Guard, isLong } from './guard.ts';
import type { SecondLooks } from './second-looks.ts';
import type { SettledLook } from './write-looks.ts';

export interface HoldingOptions {
  turns: Turns;
  rule: MassChangeRule;
  intervalMs: number;
  /** Returns how many sections are watched. */
  countWatched: () => Promise<number>;
  write: (settled: SettledLook) => void;
  secondLooks: Pick<SecondLooks, 'addIn' | 'awaits'>;
  clock: Pick<Clock, 'monotonic'>;
  log: Logger;
}

/** A count of the watched sections is used for this long: it decides about a share of them. */
const COUNTED_FOR_MS = 10_000;
/** Pause before counting again after the store failed. */
const STORE_PAUSE_MS = 1_000;

export class Holding {
  readonly #options: HoldingOptions;
  readonly #guard: Guard<SettledLook>;
  #isCounting = false;
  #counted = { watched: 0, untilMs: -Infinity };

  constructor(options: HoldingOptions) {
    this.#options = options;
    this.#guard = new Guard(options.rule, options.intervalMs);
  }

  /** Records that a first look begins. */
  begun({ id }: LookJob): void {
    this.#guard.begun(id);
  }

  /** Records that a first look was refused. */
  refused({ id }: LookJob): void {
    this.#guard.ended(id, this.#now);
    this.#judge();
  }

  /** Takes in the result of a first look. It is held if it shows an anomaly, otherwise written. */
  seen(settled: SettledLook, evidence: Evidence): void {
    const { requests } = settled;
    const { job, tell } = settled.look;
    const isScheduled = job.asker === 'schedule';
    const isHeld = this.#guard.seen(job.id, settled, evidence, this.#now, !isScheduled);
    if (!isHeld) this.#options.write(settled);
    else if (isScheduled && isLong(evidence.anomalies)) tell({ type: 'held', jobId: job.id, requests });
    this.#judge();
  }

  get #now(): number {
    return this.#options.clock.monotonic();
  }

  /** Decides about the held looks that have waited long enough. */
  #judge(): void {
    const inMs = this.#guard.dueInMs(this.#now);
    const { turns, countWatched, log } = this.#options;
    if (inMs === null || this.#isCounting) return;
    if (inMs > 0) return turns.in('judge', inMs, () => this.#judge());
    if (!this.#guard.mustCount(this.#now)) return this.#giveWord(null);
    if (this.#now < this.#counted.untilMs) return this.#giveWord(this.#counted.watched);
    this.#isCounting = true;
    turns.after(
      countWatched(),
      (watched) => {
        this.#isCounting = false;
        this.#counted = { watched, untilMs: this.#now + COUNTED_FOR_MS };
        this.#giveWord(watched);
      },
      (error) => {
        log.warn({ code: codeOf(error), reason: error.message }, 'held looks wait for the store');
        this.#isCounting = false;
        turns.in('judge', STORE_PAUSE_MS, () => this.#judge());
      },
    );
  }

  #giveWord(watched: number | null): void {
    const { commit, again } = this.#guard.decide(this.#now, watched);
    for (const settled of commit) this.#options.write(settled);
    if (again.length > 0) this.#options.log.warn({ requests: again.length }, 'mass change, looking twice');
    for (const { look, anomalies, afterMs } of again) this.#lookTwice(look, anomalies, afterMs);
    this.#judge();
  }

  #lookTwice({ look, requests }: SettledLook, agreed: Anomaly[], afterMs: number): void {
    const { secondLooks } = this.#options;
    const { job, answer, tell } = look;
    if (job.asker === 'schedule') {
      tell({ type: 'doubted', jobId: job.id, requests });
      return secondLooks.addIn(afterMs, { ...look, job: { ...job, agreed } });
    }
    // The asker is told at once and the lease is given back: the second look leases nothing.
    const { id } = job.request;
    const error = checkingError('PMC_MASS_CHANGE', { request: id, seconds: Math.ceil(afterMs / 1_000) });
    answer({ ...refusal(error), retryInMs: 0, requests });
    if (!secondLooks.awaits(id))
      secondLooks.addIn(afterMs, { ...look, job: { ...job, agreed, sections: [] }, answer: () => {} });
  }
}
