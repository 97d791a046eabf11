/** A bounded queue that passes its items to one handler, one at a time and in order. */

/**
 * After this many items the mailbox waits for a turn of the event loop, so that actors that keep each other busy do not
 * hold up timers and sockets. A turn costs about as much as two items.
 */
const ITEMS_PER_TURN = 64;

/** Handles one item. Must not throw or reject. */
type Handle<Item> = (item: Item) => Promise<void> | undefined;

export class Mailbox<Item> {
  readonly #capacity: number;
  readonly #handle: Handle<Item>;
  #arrived: Item[] = [];
  /** The items that arrived before `#arrived`, and the index of the first of them that still waits. */
  #batch: Item[] = [];
  #next = 0;
  #state: 'filling' | 'open' | 'closed' = 'filling';
  #turn: Promise<void> | undefined;
  #handled = 0;

  /** The item that waits longest; not the one in hand. */
  get oldest(): Item | undefined {
    return this.#batch[this.#next] ?? this.#arrived[0];
  }

  /** No item is handled before `open`. */
  constructor(capacity: number, handle: Handle<Item>) {
    this.#capacity = capacity;
    this.#handle = handle;
  }

  get length(): number {
    return this.#batch.length - this.#next + this.#arrived.length;
  }

  /** Adds an item from outside. Returns false if the mailbox is full or closed. */
  offer(item: Item): boolean {
    return this.length < this.#capacity && this.put(item);
  }

  /** Adds an item even if the mailbox is full: for messages of an actor to itself. Returns false if closed. */
  put(item: Item): boolean {
    if (this.#state === 'closed') return false;
    this.#arrived.push(item);
    this.#work();
    return true;
  }

  open(): void {
    if (this.#state === 'filling') this.#state = 'open';
    this.#work();
  }

  /** Stops handling items and returns those that were waiting. */
  close(): Item[] {
    this.#state = 'closed';
    const waiting = [...this.#batch.slice(this.#next), ...this.#arrived];
    this.#arrived = [];
    this.#takeBatch();
    return waiting;
  }

  /** Resolves when no item is being handled. */
  async idle(): Promise<void> {
    await this.#turn;
  }

  #work(): void {
    if (this.#state !== 'open' || this.#turn !== undefined || this.length === 0) return;
    // not inside the offer: a transport calls all subscribers of a message before any of them acts on it
    this.#turn = NOW.then(() => this.#drain());
  }

  async #drain(): Promise<void> {
    while (this.#state === 'open' && this.length > 0) {
      if (this.#next === this.#batch.length) this.#takeBatch();
      const item = this.#batch[this.#next] as Item;
      this.#next += 1;
      const unfinished = this.#handle(item);
      // to await nothing would cost as much as a small message
      if (unfinished !== undefined) await unfinished;
      this.#handled += 1;
      if (this.#handled % ITEMS_PER_TURN === 0) await eventLoopTurn();
    }
    // in the same step as the last check, so that an item that arrives after it begins a new turn
    this.#turn = undefined;
  }

  /** Two arrays, because to shift a long one is slow. */
  #takeBatch(): void {
    this.#batch = this.#arrived;
    this.#arrived = [];
    this.#next = 0;
  }
}

const NOW = Promise.resolve();

function eventLoopTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
