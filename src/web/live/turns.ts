/**
 * Reads from the store for many clients, one turn after another. Each turn does a bounded amount of work, shared fairly
 * among the clients.
 */
import type { Connection } from './connection.ts';
import { FairQueue } from './fair-queue.ts';
import type { Job } from './fair-queue.ts';

/** The maximum number of sections and changes read per turn. */
const TURN = 2_000;

interface Reading extends Job {
  readonly read: () => Promise<void>;
}

export interface TurnsOptions<Batched extends Job> {
  /** Returns whether a client reads what it is sent. A client that does not read keeps its place. */
  isReady: (client: string) => boolean;
  /** Does all batched jobs of a turn together. Must not reject. */
  serve: (jobs: Batched[]) => Promise<void>;
}

export class Turns<Batched extends Job> {
  readonly #options: TurnsOptions<Batched>;
  readonly #queue = new FairQueue<Batched | Reading>();
  #last: Promise<unknown> = Promise.resolve();
  #serving = false;

  constructor(options: TurnsOptions<Batched>) {
    this.#options = options;
  }

  /** Does `work` in its own turn. Rejects if `work` rejects. */
  alone(work: () => Promise<void>): Promise<void> {
    const result = this.#last.then(work);
    this.#last = result.catch(() => undefined); // the caller gets the error
    return result;
  }

  /** Queues a job. Batched jobs of the same turn are served together. */
  add(job: Batched | Reading): void {
    this.#queue.add(job);
    this.goOn();
  }

  /** Reads something when it is the connection's turn. `cost`: the maximum number of sections or changes. */
  read<Result>(connection: Connection, cost: number, read: () => Promise<Result>): Promise<Result> {
    const result = new Promise<Result>((resolve, reject) => {
      this.add({ client: connection.client.key, connection, cost, read: () => read().then(resolve, reject) });
    });
    return connection.waitFor(result);
  }

  /** Starts the next turn if there is work. Also called when a client may have become ready. */
  goOn(): void {
    if (this.#serving || this.#queue.isEmpty) return;
    this.#serving = true;
    void this.alone(async () => {
      const { isReady, serve } = this.#options;
      const jobs = this.#queue.take(TURN, isReady);
      const batched = jobs.filter((job): job is Batched => !('read' in job));
      await Promise.all([
        batched.length === 0 ? undefined : serve(batched),
        ...jobs.map((job) => ('read' in job ? job.read() : undefined)),
      ]);
      this.#serving = false;
      if (jobs.length > 0) this.goOn();
    });
  }
}
