import { runtimeError } from '../errors.ts';
import { type Subscription, type Transport } from './transport.ts';

type Receive = (topic: string, payload: string) => void;
/** A subscriber of `parent` and of all topics that begin with `below`. */
interface Wide {
  parent: string;
  below: string;
  receive: Receive;
}

/**
 * A transport inside one thread. Starts closed. Delivers in a microtask, so that `publish` never calls a subscriber
 * synchronously.
 */
export class MemoryTransport implements Transport {
  /** By topic. Most subscriptions are to one topic, and a message need not be compared with them. */
  readonly #exact = new Map<string, Set<{ receive: Receive }>>();
  readonly #wide = new Set<Wide>();
  #sent: { topic: string; payload: string }[] = [];
  #open = false;

  async start(): Promise<void> {
    this.#open = true;
  }

  async close(): Promise<void> {
    this.#open = false;
  }

  publish(topic: string, payload: string): Promise<void> | undefined {
    if (!this.#open) return Promise.reject(runtimeError('RUNTIME_TRANSPORT_UNAVAILABLE', { reason: 'it is closed' }));
    // one microtask for all messages that are published before it runs
    if (this.#sent.push({ topic, payload }) === 1) queueMicrotask(() => this.#deliver());
    return undefined;
  }

  async subscribe(topic: string, receive: Receive): Promise<Subscription> {
    if (topic.endsWith('/#')) return this.#subscribeBelow(topic.slice(0, -1), receive);
    const subscriber = { receive };
    const subscribers = this.#exact.get(topic) ?? new Set();
    this.#exact.set(topic, subscribers.add(subscriber));
    return {
      close: async () => {
        subscribers.delete(subscriber);
        if (subscribers.size === 0 && this.#exact.get(topic) === subscribers) this.#exact.delete(topic);
      },
    };
  }

  #subscribeBelow(below: string, receive: Receive): Subscription {
    const subscriber = { parent: below.slice(0, -1), below, receive };
    this.#wide.add(subscriber);
    return {
      close: async () => {
        this.#wide.delete(subscriber);
      },
    };
  }

  #deliver(): void {
    const messages = this.#sent;
    this.#sent = [];
    for (const { topic, payload } of messages) {
      for (const { receive } of this.#exact.get(topic) ?? NONE) receive(topic, payload);
      for (const { parent, below, receive } of this.#wide)
        if (topic.startsWith(below) || topic === parent) receive(topic, payload);
    }
  }
}

const NONE: never[] = [];
