/** The rounds of one institution, one after another: see `Round`. */
import type { Row } from '../choosing/row.ts';
import type { Clock, Logger } from '../../runtime/index.ts';
import type { LookJob } from '../look-job.ts';
import type { Cycle } from './cycle.ts';
import { Round } from './round.ts';

export interface RoundsOptions {
  institution: string;
  /** The watched sections: their keys, and which are due. */
  watched: { readonly sections: Iterable<string>; due(nowMs: number): Iterable<string> };
  /** Returns the number of processes that look at them. */
  parts: () => number;
  clock: Pick<Clock, 'now' | 'monotonic'>;
  log: Logger;
}

export class Rounds {
  readonly #options: RoundsOptions;
  #round: Round | null = null;
  #beganAt = 0;
  #last: Cycle | null = null;

  constructor(options: RoundsOptions) {
    this.#options = options;
  }

  /** The running round; null if there is none. */
  get current(): Round | null {
    return this.#round;
  }

  /** Whether a cycle that an operator asked for is running. */
  get isAskedFor(): boolean {
    return this.#round?.isAskedFor === true;
  }

  /** The running or last cycle; null before the first. */
  get cycle(): Cycle | null {
    return this.#round?.cycle ?? this.#last;
  }

  /** Records a job that is sent. Begins a round over all that is due, unless one is running. */
  sent(job: LookJob): void {
    const { watched, clock } = this.#options;
    const round = this.#round ?? this.#start(watched.due(clock.monotonic()), false);
    round.sent(job);
  }

  /** Begins a round that an operator asked for. */
  restart(): Cycle {
    return this.#start(this.#options.watched.sections, true).cycle;
  }

  /** Records what the store says of sections. */
  read(rows: readonly Row[]): void {
    if (this.#round === null) return;
    const { parts } = this.#options;
    for (const { section, watches, seen } of rows) {
      if (watches === 0) this.#round.dropped(section);
      else if (seen !== null && seen.lookedAt > this.#beganAt) {
        // The node that looked at it counts it.
        if (parts() > 1) this.#round.dropped(section);
        else this.#round.seen(section);
      }
    }
  }

  /** Ends the round if every section was looked at. */
  endIfOver(): void {
    if (this.#round?.isOver === true) this.end();
  }

  end(): void {
    if (this.#round === null) return;
    const { institution, clock, log } = this.#options;
    this.#last = this.#round.finish(new Date(clock.now()).toISOString());
    this.#round = null;
    const tookMs = Math.round(clock.monotonic() - this.#beganAt);
    log.info({ institution, ...this.#last, tookMs }, 'cycle finished');
  }

  #start(sections: Iterable<string>, isAskedFor: boolean): Round {
    const { institution, clock, log } = this.#options;
    this.#round = new Round(sections, new Date(clock.now()).toISOString(), isAskedFor);
    this.#beganAt = clock.monotonic();
    log.info({ institution, due: this.#round.cycle.due }, 'cycle started');
    return this.#round;
  }
}
