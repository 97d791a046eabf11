/** A bounded queue that hands its items to one handler, one at a time to its end, in order. */
export class Mailbox<Item> {
  readonly #capacity: number;
  readonly #handle: (item: Item) => Promise<void>;
  #waiting: Item[] = [];
  #state: 'filling' | 'open' | 'closed' = 'filling';
  #turn: Promise<void> | undefined;

  /** `handle` must not reject. Nothing is handled before `open`. */
  constructor(capacity: number, handle: (item: Item) => Promise<void>) {
    this.#capacity = capacity;
    this.#handle = handle;
  }

  get length(): number {
    return this.#waiting.length;
  }

  /** Takes an item from outside; false when the mailbox is full or closed. */
  offer(item: Item): boolean {
    return this.#waiting.length < this.#capacity && this.put(item);
  }

  /** Takes an item whatever is waiting: what an actor sends itself is bounded by what it began. False when closed. */
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

  /** Handles nothing more and returns what was waiting. */
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
    // never within the offer: a transport first hands a message to everybody, then anybody may act on it
    this.#turn = Promise.resolve()
      .then(() => this.#drain())
      .finally(() => {
        this.#turn = undefined;
        // something may have come in between the last look and now
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
