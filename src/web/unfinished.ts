/** Does now and then what a crash, or a source that could not be asked, has left to be done. */
import type { Logger } from '../runtime/index.ts';
import { reasonOf } from '../runtime/index.ts';

export class Unfinished {
  readonly #tasks: readonly (() => Promise<void>)[];
  readonly #log: Pick<Logger, 'warn'>;
  #running = false;

  constructor(log: Pick<Logger, 'warn'>, tasks: readonly (() => Promise<void>)[]) {
    this.#log = log;
    this.#tasks = tasks;
  }

  /** Starts a round, unless one is running. */
  start(): void {
    if (this.#running) return;
    this.#running = true;
    void this.#run().finally(() => {
      this.#running = false;
    });
  }

  async #run(): Promise<void> {
    for (const task of this.#tasks)
      await task().catch((error: unknown) =>
        this.#log.warn({ reason: reasonOf(error) }, 'unfinished work is tried again'),
      );
  }
}
