/**
 * Answers for actors that are not live. It subscribes to all topics of the node and ignores messages to live actors.
 * For the others it refuses asks at once and counts dead letters.
 */
import { runtimeError } from '../errors.ts';
import type { Liveness } from './liveness.ts';
import { kindOf, REPLIES, type Messenger } from './messenger.ts';
import type { Subscription } from './transport.ts';

export class Registry {
  readonly #node: string;
  readonly #replies: string;
  readonly #messenger: Messenger;
  readonly #liveness: Liveness;
  #subscription: Subscription | undefined;

  constructor(node: string, messenger: Messenger, liveness: Liveness) {
    this.#node = node;
    this.#replies = messenger.topics.of(`${node}/${REPLIES}/`);
    this.#messenger = messenger;
    this.#liveness = liveness;
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

  #answerForTheDead(topic: string, payload: string): void {
    // the thread that asked handles its replies itself
    if (topic.startsWith(this.#replies)) return;
    const address = this.#messenger.topics.addressOf(topic);
    if (this.#liveness.has(address)) return;
    const envelope = this.#messenger.read(topic, payload);
    if (envelope === undefined) return;
    this.#messenger.deadLetter('no-actor', address, kindOf(envelope));
    this.#messenger.refuse(envelope, runtimeError('RUNTIME_ACTOR_DEAD', { address }));
  }
}
