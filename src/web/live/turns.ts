/**
 * Reading from the store for many clients, one turn after another. A turn does a bounded amount of work, shared fairly
 * among the clients.
 */
import type { Connection } from './connection.ts';
import { FairQueue } from './fair-queue.ts';
import type { Job } from './fair-queue.ts';

/** Sections and changes that are read in one turn. */
const TURN = 2_000;

interface Reading extends Job {
  readonly read: () => Promise<void>;
}

export interface TurnsOptions<Batched extends Job> {
  /** Whether a client reads what it is sent. A client that does not keeps its place. */
  isReady: (client: string) => boolean;
  /** Does together all batched jobs of one turn. Must not reject. */
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

  /** Does `work` in a turn of its own. Rejects as it does. */
  alone(work: () => Promise<void>): Promise<void> {
    const result = this.#last.then(work);
    this.#last = result.catch(() => undefined);
    return result;
  }

  /** Queues a job that is served together with others. */
  add(job: Batched | Reading): void {
    this.#queue.add(job);
    this.goOn();
  }

  /** Reads something for a connection when its turn has come. `cost`: how many sections or changes, at most. */
  read<Result>(connection: Connection, cost: number, read: () => Promise<Result>): Promise<Result> {
    const result = new Promise<Result>((resolve, reject) => {
      this.add({ client: connection.client.key, connection, cost, read: () => read().then(resolve, reject) });
    });
    return connection.waitFor(result);
  }

  /** Starts the next turn if there is work. Call it when a client that was not ready may be ready now. */
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
