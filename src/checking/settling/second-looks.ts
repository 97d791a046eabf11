/**
 * Second looks after a mass change. Each waits for its time, and then for its turn at the request budget: one after
 * another they take turns with everything that the schedulers ask for.
 */
import type { CodedError } from '../../runtime/index.ts';
import type { BudgetStore } from '../../store/budgets.ts';
import type { Look } from '../look-job.ts';
import type { LookRefused } from '../looking/look-result.ts';
import { refusal } from '../looking/source-gate.ts';
import type { Turns } from '../turns.ts';

export interface SecondLooksOptions {
  turns: Turns;
  budgets: BudgetStore;
  host: string;
  perMinute: number;
  /** Why nothing may be asked; undefined: checks are not paused. */
  paused: () => Promise<CodedError | undefined>;
  /** Begins a look; `ended` or `refused` follows. */
  look: (look: Look) => void;
}

/** At a time. */
const PLACES = 16;
/** A refusal for this long gives the work back: another process may have better luck. */
const PATIENCE_MS = 5_000;
/** How soon to try again what the store could not do. */
const STORE_PAUSE_MS = 1_000;

export class SecondLooks {
  readonly #options: SecondLooksOptions;
  /** Those to come, by job. */
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

  /** Whether the same question is going to be asked again. */
  awaits(requestId: string): boolean {
    return [...this.#all.values()].some(({ job }) => job.request.id === requestId);
  }

  addIn(afterMs: number, look: Look): void {
    this.#all.set(look.job.id, look);
    this.#options.turns.in(`second look ${look.job.id}`, afterMs, () => {
      this.#ripe.push(look);
      this.#reserve();
    });
  }

  /** It has been seen, and cost so many requests. */
  ended({ job }: Look, requests: number): void {
    this.#underWay -= 1;
    this.#spent += requests - 1;
    this.#all.delete(job.id);
    this.#reserve();
  }

  /** It was refused: it is tried again soon, or answered. */
  refused(look: Look, refused: LookRefused): void {
    const { requests, retryInMs = 0 } = refused;
    this.ended(look, requests);
    if (retryInMs < PATIENCE_MS) this.addIn(retryInMs, look);
    else look.answer({ ...refused, requests: 0 });
  }

  /** Reserves the next turn, if somebody waits for one. */
  #reserve(): void {
    if (this.#isReserving || this.#ripe.length === 0 || this.#underWay >= PLACES) return;
    this.#isReserving = true;
    const { turns } = this.#options;
    turns.after(
      this.#pay(),
      (turn) => {
        if (typeof turn === 'number') turns.in('second look', turn, () => this.#next());
        else this.#giveUp(turn);
      },
      () => turns.in('second look', STORE_PAUSE_MS, () => this.#free()),
    );
  }

  /** Pays for one request. Returns the milliseconds until it may be made, or why it may not. */
  async #pay(): Promise<number | CodedError> {
    const { budgets, host, perMinute, paused } = this.#options;
    const error = await paused();
    if (error !== undefined) return error;
    const { waitMs } = await budgets.take(host, perMinute, 0, this.#spent + 1);
    this.#spent = 0;
    return waitMs;
  }

  #next(): void {
    this.#underWay += 1;
    this.#options.look(this.#ripe.shift()!);
    this.#free();
  }

  #free(): void {
    this.#isReserving = false;
    this.#reserve();
  }

  /** Checks are paused: the sections are given back. */
  #giveUp(error: CodedError): void {
    this.#isReserving = false;
    for (const { job, answer } of this.#ripe.splice(0)) {
      this.#all.delete(job.id);
      answer({ ...refusal(error), retryInMs: 0 });
    }
  }
}
