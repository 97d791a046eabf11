/**
 * A fair queue. Clients get equal shares, and the connections of a client get equal parts of its share. Jobs are
 * ordered by when they would finish if all clients were served at once. So small jobs come before large ones, and a
 * client that asks for more and more delays only itself.
 */

export interface Job {
  /** The client that wants the job. */
  readonly client: string;
  readonly connection: object;
  /** How much of a turn the job takes. */
  readonly cost: number;
}

interface Line<Work> {
  /** Returns the next job, or undefined if the line is empty. */
  first(): Work | undefined;
  add(work: Work): void;
  /** Removes the first job. */
  shift(): void;
}

export class FairQueue<Work extends Job> {
  readonly #clients = new FairLine<Work>(
    ({ client }) => client,
    () =>
      new FairLine<Work>(
        ({ connection }) => connection,
        () => new PlainLine<Work>(),
      ),
  );

  get isEmpty(): boolean {
    return this.#clients.first() === undefined;
  }

  add(work: Work): void {
    this.#clients.add(work);
  }

  /**
   * Takes the jobs of one turn, in order, as long as they fit into `budget`, but at least one. Clients that are not
   * `ready` are skipped and keep their places.
   */
  take(budget: number, ready: (client: string) => boolean): Work[] {
    const taken: Work[] = [];
    const isAble = (client: unknown): boolean => ready(client as string);
    for (let left = budget; ;) {
      const next = this.#clients.first(isAble);
      if (next === undefined || (taken.length > 0 && next.cost > left)) return taken;
      this.#clients.shift(isAble);
      taken.push(next);
      left -= next.cost;
    }
  }
}

/** A first-in, first-out line. */
class PlainLine<Work> implements Line<Work> {
  readonly #waiting: Work[] = [];
  first(): Work | undefined {
    return this.#waiting[0];
  }
  add(work: Work): void {
    this.#waiting.push(work);
  }
  shift(): void {
    this.#waiting.shift();
  }
}

interface Share<Work> {
  line: Line<Work>;
  served: number;
}

/** A line of lines, served in equal shares. */
class FairLine<Work extends Job> implements Line<Work> {
  readonly #keyOf: (work: Work) => unknown;
  readonly #makeLine: () => Line<Work>;
  readonly #shares = new Map<unknown, Share<Work>>();
  /** How much each waiting line would have got so far if all were served at once. */
  #now = 0;

  constructor(keyOf: (work: Work) => unknown, makeLine: () => Line<Work>) {
    this.#keyOf = keyOf;
    this.#makeLine = makeLine;
  }

  first(isAble?: (key: unknown) => boolean): Work | undefined {
    return this.#next(isAble).share?.line.first();
  }

  add(work: Work): void {
    const key = this.#keyOf(work);
    const share = this.#shares.get(key) ?? { line: this.#makeLine(), served: this.#now };
    // A line that was empty gets no credit for that time.
    if (share.line.first() === undefined) share.served = Math.max(share.served, this.#now);
    share.line.add(work);
    this.#shares.set(key, share);
  }

  shift(isAble?: (key: unknown) => boolean): void {
    const { share, waiting } = this.#next(isAble);
    if (share === undefined) return;
    const { cost } = share.line.first()!;
    share.served += cost;
    share.line.shift();
    this.#now += cost / waiting;
  }

  /** Returns the next line and the number of waiting lines. Forgets empty lines that got no more than the others. */
  #next(isAble: (key: unknown) => boolean = () => true): { share: Share<Work> | undefined; waiting: number } {
    let next: { share: Share<Work>; due: number } | undefined;
    let waiting = 0;
    for (const [key, share] of this.#shares) {
      const first = share.line.first();
      if (first === undefined) {
        if (share.served <= this.#now) this.#shares.delete(key);
        continue;
      }
      waiting += 1;
      const due = share.served + first.cost;
      if ((next === undefined || due < next.due) && isAble(key)) next = { share, due };
    }
    if (waiting > 0) return { share: next?.share, waiting };
    this.#shares.clear();
    this.#now = 0;
    return { share: undefined, waiting };
  }
}
