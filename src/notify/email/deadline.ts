/** The time limits of one hand-over: one up to the final dot, another for the answer to it. */
import type { Clock, Timer } from '../../runtime/index.ts';

export class Deadline {
  readonly #clock: Clock;
  readonly #answerMs: number;
  readonly #controller = new AbortController();
  #timer: Timer;

  constructor(clock: Clock, timeoutMs: number, answerMs: number) {
    this.#clock = clock;
    this.#answerMs = answerMs;
    this.#timer = this.#wait(timeoutMs, `the mail server took longer than ${timeoutMs} ms`);
  }

  /** Aborts when the time is up. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** The whole mail was sent. From now on, only the server knows what becomes of it. */
  handedOver(): void {
    this.end();
    this.#timer = this.#wait(
      this.#answerMs,
      `the mail server has the mail and gave no answer for ${this.#answerMs} ms`,
    );
  }

  /** Gives the hand-over up now. */
  lose(reason: string): void {
    this.#controller.abort(new Error(reason));
  }

  /** The hand-over ended in time. */
  end(): void {
    this.#clock.clearTimeout(this.#timer);
  }

  #wait(ms: number, reason: string): Timer {
    return this.#clock.setTimeout(() => this.lose(reason), ms);
  }
}
