/** Remembers how calls to the other side went lately: to a site, or to a mail server. */
import type { Clock } from '../clock.ts';

export interface Calls {
  /** How many calls in a row have failed; 0: the last one succeeded, or there was none. */
  failures: number;
  /** ISO instants. When the first of these failures came; absent: there is none. */
  failingSince?: string;
  lastSuccessAt?: string;
  /** The last failure. */
  error?: string;
}

export class CallRecord {
  readonly #clock: Pick<Clock, 'now'>;
  #calls: Calls = { failures: 0 };

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  get calls(): Calls {
    return this.#calls;
  }

  succeeded(): void {
    this.#calls = { failures: 0, lastSuccessAt: this.#now() };
  }

  failed(error: string): void {
    const { failures, failingSince = this.#now() } = this.#calls;
    this.#calls = { ...this.#calls, failures: failures + 1, failingSince, error };
  }

  #now(): string {
    return new Date(this.#clock.now()).toISOString();
  }
}
