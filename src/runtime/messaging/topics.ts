/** Maps the address of an actor to its topic, which is the address below the topic root, and back. */
export class Topics {
  readonly #prefix: string;
  /** Both ways, for the actors of this thread: to make the strings anew is a seventh of the cost of a tell. */
  readonly #topics = new Map<string, string>();
  readonly #addresses = new Map<string, string>();

  constructor(root: string) {
    this.#prefix = `${root}/`;
  }

  /** Returns the topic and keeps it. Only for places in the tree, of which there are few. */
  keep(address: string): string {
    const topic = this.of(address);
    this.#topics.set(address, topic);
    this.#addresses.set(topic, address);
    return topic;
  }

  of(address: string): string {
    return this.#topics.get(address) ?? this.#prefix + address;
  }

  addressOf(topic: string): string {
    return this.#addresses.get(topic) ?? topic.slice(this.#prefix.length);
  }
}
