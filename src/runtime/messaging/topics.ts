/** Maps the address of an actor to its topic, which is the address below the topic root, and back. */
export class Topics {
  readonly #prefix: string;

  constructor(root: string) {
    this.#prefix = `${root}/`;
  }

  of(address: string): string {
    return this.#prefix + address;
  }

  addressOf(topic: string): string {
    return topic.slice(this.#prefix.length);
  }
}
