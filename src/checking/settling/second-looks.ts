/**
 * Second looks after a mass change. Each waits for its time and then for the request budget. They reserve it one at a
 * time, and so take turns with the schedulers' requests.
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
  /** Returns the reason if checks are paused, otherwise undefined. */
  paused: () => Promise<CodedError | undefined>;
  /** Begins a look; a call of `ended` or `refused` follows. */
  look: (look: Look) => void;
}

/** Second looks at the same time. */
const PLACES = 16;
/** After a refusal for this long the work is given back: another process may be able to do it. */
const PATIENCE_MS = 5_000;
/** Pause before trying again after the store failed. */
const STORE_PAUSE_MS = 1_000;

export class SecondLooks {
  readonly #options: SecondLooksOptions;
  /** All second looks that have not ended, by job id. */
  readonly #all = new Map<string, Look>();
  /** The looks whose time has come, in that order. */
  readonly #due: Look[] = [];
  #underWay = 0;
  #isReserving = false;
  /** Requests made beyond the reserved ones and not charged yet. Negative if fewer were made than reserved. */
  #spent = 0;

  constructor(options: SecondLooksOptions) {
    this.#options = options;
  }

  /** Returns whether a second look with this request is planned or under way. */
  awaits(requestId: string): boolean {
    return [...this.#all.values()].some(({ job }) => job.request.id === requestId);
  }

  addIn(afterMs: number, look: Look): void {
    this.#all.set(look.job.id, look);
    this.#options.turns.in(`second look ${look.job.id}`, afterMs, () => {
      this.#due.push(look);
      this.#reserve();
    });
  }

  /** Ends a second look and charges its requests. */
  ended({ job }: Look, requests: number): void {
    this.#underWay -= 1;
    this.#spent += requests - 1;
    this.#all.delete(job.id);
    this.#reserve();
  }

  /** Retries a refused look soon, or answers it if the refusal is long. */
  refused(look: Look, refused: LookRefused): void {
    const { requests, retryInMs = 0 } = refused;
    this.ended(look, requests);
    if (retryInMs < PATIENCE_MS) this.addIn(retryInMs, look);
    else look.answer({ ...refused, requests: 0 });
  }

  /** Reserves the next request, if a look waits for one. */
  #reserve(): void {
    if (this.#isReserving || this.#due.length === 0 || this.#underWay >= PLACES) return;
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

  /** Pays for one request. Returns the milliseconds until it may be made, or the error if checks are paused. */
  async #pay(): Promise<number | CodedError> {
    const { budgets, host, perMinute, paused } = this.#options;
    const error = await paused();
    if (error !== undefined) return error;
    const spent = this.#spent;
    const { waitMs } = await budgets.take(host, perMinute, 0, spent + 1);
    // Looks may have ended meanwhile.
    this.#spent -= spent;
    return waitMs;
  }

  #next(): void {
    this.#underWay += 1;
    this.#options.look(this.#due.shift()!);
    this.#free();
  }

  #free(): void {
    this.#isReserving = false;
    this.#reserve();
  }

  /** Gives the sections back because checks are paused. */
  #giveUp(error: CodedError): void {
    this.#isReserving = false;
    for (const { job, answer } of this.#due.splice(0)) {
      this.#all.delete(job.id);
      answer({ ...refusal(error), retryInMs: 0 });
    }
  }
}
