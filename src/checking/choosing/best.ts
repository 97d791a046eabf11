/** Keeps the best items of a stream, in order. A lower rank is better, then a greater worth, then coming first. */
interface Entry<Item> {
  item: Item;
  rank: number;
  worth: number;
}

export class Best<Item> {
  readonly #most: number;
  readonly #entries: Entry<Item>[] = [];

  constructor(most: number) {
    this.#most = most;
  }

  /** Whether an item of this rank and worth would be kept. */
  accepts(rank: number, worth: number): boolean {
    const last = this.#entries.at(-1);
    return this.#entries.length < this.#most || (last !== undefined && isBetter(rank, worth, last));
  }

  add(item: Item, rank: number, worth: number): void {
    let at = this.#entries.length;
    while (at > 0 && isBetter(rank, worth, this.#entries[at - 1]!)) at -= 1;
    this.#entries.splice(at, 0, { item, rank, worth });
    if (this.#entries.length > this.#most) this.#entries.pop();
  }

  get items(): Item[] {
    return this.#entries.map(({ item }) => item);
  }
}

function isBetter(rank: number, worth: number, other: { rank: number; worth: number }): boolean {
  return rank < other.rank || (rank === other.rank && worth > other.worth);
}
