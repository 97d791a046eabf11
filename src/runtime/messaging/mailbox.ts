/** A bounded queue that passes its items to one handler, one at a time and in order. */
export class Mailbox<Item> {
  readonly #capacity: number;
  readonly #handle: (item: Item) => Promise<void>;
  #waiting: Item[] = [];
  #state: 'filling' | 'open' | 'closed' = 'filling';
  #turn: Promise<void> | undefined;

  /** `handle` must not reject. No item is handled before `open`. */
  constructor(capacity: number, handle: (item: Item) => Promise<void>) {
    this.#capacity = capacity;
    this.#handle = handle;
  }

  get length(): number {
    return this.#waiting.length;
  }

  /** Adds an item from outside. Returns false if the mailbox is full or closed. */
  offer(item: Item): boolean {
    return this.#waiting.length < this.#capacity && this.put(item);
  }

  /** Adds an item even if the mailbox is full: for messages of an actor to itself. Returns false if closed. */
  put(item: Item): boolean {
    if (this.#state === 'closed') return false;
    this.#waiting.push(item);
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
    return this.#waiting.splice(0);
  }

  /** Resolves when no item is being handled. */
  async idle(): Promise<void> {
    await this.#turn;
  }

  #work(): void {
    if (this.#state !== 'open' || this.#turn !== undefined || this.#waiting.length === 0) return;
    // not inside the offer: a transport calls all subscribers of a message before any of them acts on it
    this.#turn = Promise.resolve()
      .then(() => this.#drain())
      .finally(() => {
        this.#turn = undefined;
        // an item may have arrived since the last check
        this.#work();
      });
  }

  async #drain(): Promise<void> {
    while (this.#state === 'open') {
      const item = this.#waiting.shift();
      if (item === undefined) return;
      await this.#handle(item);
    }
  }
}
