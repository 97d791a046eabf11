/**
 * Knows every live address of the node, also those in threads, and answers for the dead: it reads along on all topics
 * of the node, looks at no more than the topic while the target lives, and refuses asks at once when it does not.
 */
import { runtimeError } from '../errors.ts';
import { kindOf, REPLIES, type Messenger } from './messenger.ts';
import type { Subscription } from './transport.ts';

export class Registry {
  readonly #node: string;
  readonly #messenger: Messenger;
  readonly #live = new Set<string>();
  #subscription: Subscription | undefined;

  constructor(node: string, messenger: Messenger) {
    this.#node = node;
    this.#messenger = messenger;
  }

  async open(): Promise<void> {
    const { topics, transport } = this.#messenger;
    this.#subscription = await transport.subscribe(topics.of(`${this.#node}/#`), (topic, payload) =>
      this.#answerForTheDead(topic, payload),
    );
  }

  async close(): Promise<void> {
    await this.#subscription?.close();
  }

  setLive(address: string, live: boolean): void {
    if (live) this.#live.add(address);
    else this.#live.delete(address);
  }

  #answerForTheDead(topic: string, payload: string): void {
    const address = this.#messenger.topics.addressOf(topic);
    // replies are the business of the thread that asked
    if (this.#live.has(address) || address.startsWith(`${this.#node}/${REPLIES}/`)) return;
    const envelope = this.#messenger.read(topic, payload);
    if (envelope === undefined) return;
    this.#messenger.deadLetter('no-actor', address, kindOf(envelope));
    this.#messenger.refuse(envelope, runtimeError('RUNTIME_ACTOR_DEAD', { address }));
  }
}
