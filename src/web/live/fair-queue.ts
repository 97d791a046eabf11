/**
 * Work that waits, in the order of a fair queue: every client gets the same share, and every connection of it the same
 * part of that. A piece is due when it would be done if all were served at once. So little is served before much, and
 * who asks for more and more waits for his own.
 */

export interface Job {
  /** Who wants it, and over which connection. */
  readonly client: string;
  readonly connection: object;
  /** How much of a turn it takes. */
  readonly cost: number;
}

interface Line<Work> {
  /** The next piece; undefined: nothing waits. */
  first(): Work | undefined;
  add(work: Work): void;
  /** Takes the first away. */
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
   * Takes what one turn does: what is due first, as long as it fits into `budget`, but one at least. Those who are not
   * `ready` keep their places.
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

/** First come, first served. */
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

/** Lines that share what there is. */
class FairLine<Work extends Job> implements Line<Work> {
  readonly #keyOf: (work: Work) => unknown;
  readonly #makeLine: () => Line<Work>;
  readonly #shares = new Map<unknown, Share<Work>>();
  /** How much each of those who wait would have got so far, had all been served at once. */
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
    // Who did not wait has saved nothing up.
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

  /** Whose turn it is, and how many wait. Who does not wait and has had no more than the others is forgotten. */
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
