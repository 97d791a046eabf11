/**
 * Second looks after a mass change. Each waits for its time, and then for its turn at the request budget: one after
 * another they take turns with all that the schedulers ask for.
 */
import type { BudgetStore } from '../../store/budgets.ts';
import type { CodedError } from '../../runtime/index.ts';
import type { Look } from '../look-job.ts';
import type { LookRefused } from '../looking/look-result.ts';

export interface SecondLooksOptions {
  budgets: BudgetStore;
  host: string;
  perMinute: number;
  /** Why nothing may be asked; undefined: checks are not paused. */
  paused: () => Promise<CodedError | undefined>;
}

/** At a time. */
const PLACES = 16;
/** Whoever is refused for so long gives the work back: another process may have better luck. */
const PATIENCE_MS = 5_000;

export class SecondLooks {
  readonly #options: SecondLooksOptions;
  /** Those that will come, by job. */
  readonly #all = new Map<string, Look>();
  /** Those whose time has come, the first one first. */
  readonly #ripe: Look[] = [];
  #underWay = 0;
  #isReserving = false;
  /** Requests made beyond those reserved, and not charged yet; below zero: reserved and not made. */
  #spent = 0;

  constructor(options: SecondLooksOptions) {
    this.#options = options;
  }

  add(look: Look): void {
    this.#all.set(look.job.id, look);
  }

  /** Whether the same question is going to be asked again. */
  awaits(requestId: string): boolean {
    return [...this.#all.values()].some(({ job }) => job.request.id === requestId);
  }

  /** Its time has come. */
  ripen(look: Look): void {
    this.#ripe.push(look);
  }

  /** Whether somebody waits for a turn that nobody has reserved. */
  get wantsTurn(): boolean {
    return !this.#isReserving && this.#ripe.length > 0 && this.#underWay < PLACES;
  }

  /** Reserves the next turn: pays for one request, and returns the milliseconds until it may be made, or why not. */
  async reserve(): Promise<number | CodedError> {
    this.#isReserving = true;
    const paused = await this.#options.paused();
    if (paused !== undefined) return paused;
    const { budgets, host, perMinute } = this.#options;
    const { waitMs } = await budgets.take(host, perMinute, 0, this.#spent + 1);
    this.#spent = 0;
    return waitMs;
  }

  /** `reserve` has rejected. */
  unreserved(): void {
    this.#isReserving = false;
  }

  /** The look whose turn has come. */
  next(): Look {
    this.#isReserving = false;
    this.#underWay += 1;
    return this.#ripe.shift()!;
  }

  /** It has been seen, and cost so many requests. */
  ended({ job }: Look, requests: number): void {
    this.#underWay -= 1;
    this.#spent += requests - 1;
    this.#all.delete(job.id);
  }

  /** It was refused: milliseconds until it is asked again; undefined: it is given up. */
  refused(look: Look, { requests, retryInMs = 0 }: LookRefused): number | undefined {
    this.ended(look, requests);
    if (retryInMs >= PATIENCE_MS) return undefined;
    this.add(look);
    return retryInMs;
  }

  /** Gives up all whose time has come. */
  drain(): Look[] {
    this.#isReserving = false;
    const looks = this.#ripe.splice(0);
    for (const { job } of looks) this.#all.delete(job.id);
    return looks;
  }
}
