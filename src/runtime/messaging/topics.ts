/** Where the messages to an actor travel: its address below the root of this system. */
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
