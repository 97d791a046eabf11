import { runtimeError } from '../errors.ts';
import { matches, type Subscription, type Transport } from './transport.ts';

interface Subscriber {
  topic: string;
  receive: (topic: string, payload: string) => void;
}

/**
 * A transport inside one thread. Starts closed. Delivers in a microtask, so that `publish` never calls a subscriber
 * synchronously.
 */
export class MemoryTransport implements Transport {
  readonly #subscribers = new Set<Subscriber>();
  #open = false;

  async start(): Promise<void> {
    this.#open = true;
  }

  async close(): Promise<void> {
    this.#open = false;
  }

  async publish(topic: string, payload: string): Promise<void> {
    if (!this.#open) throw runtimeError('RUNTIME_TRANSPORT_UNAVAILABLE', { reason: 'it is closed' });
    queueMicrotask(() => {
      for (const subscriber of this.#subscribers) {
        if (matches(subscriber.topic, topic)) subscriber.receive(topic, payload);
      }
    });
  }

  async subscribe(topic: string, receive: Subscriber['receive']): Promise<Subscription> {
    const subscriber = { topic, receive };
    this.#subscribers.add(subscriber);
    return {
      close: async () => {
        this.#subscribers.delete(subscriber);
      },
    };
  }
}
