/** A transport over an MQTT client, over any kind of connection. */
import type { MqttClient } from 'mqtt';
import type { CodedError, Subscription, Transport } from '../runtime/index.ts';
import { matches, reasonOf } from '../runtime/index.ts';
import { busError } from './errors.ts';
import { Assembly, partsOf } from './parts.ts';

type Receive = (topic: string, payload: string) => void;
interface Subscribed {
  readonly topic: string;
  readonly receive: Receive;
}

/**
 * Restores its subscriptions after a reconnection. The client must not do so itself (`resubscribe: false`), nor queue
 * messages (`queueQoSZero: false`).
 */
export class ClientTransport implements Transport {
  readonly #client: MqttClient;
  readonly #assembly = new Assembly();
  readonly #subscriptions = new Set<Subscribed>();
  /** The last error of the connection, given as the cause of refusals while there is no connection. */
  #broken: unknown;
  /** The filters that this connection is subscribed to. */
  #filters: ReadonlySet<string> = new Set();

  /** Called with true when a connection and its subscriptions are ready, and with false when they are lost. */
  readonly #onConnection: (connected: boolean) => void;

  constructor(client: MqttClient, onConnection: (connected: boolean) => void = () => undefined) {
    this.#client = client;
    this.#onConnection = onConnection;
    client.on('connect', () => this.#resubscribe());
    client.on('close', () => onConnection(false));
    client.on('message', (topic, payload) => this.#deliver(topic, payload));
    client.on('error', (error) => {
      this.#broken = error;
    });
  }

  async publish(topic: string, payload: string): Promise<void> {
    try {
      // All at once: the next message must not overtake a part of this one.
      await Promise.all(partsOf(payload).map((part) => this.#client.publishAsync(topic, part, { qos: 0 })));
    } catch (error) {
      throw this.#unavailable(error);
    }
  }

  async subscribe(topic: string, receive: Receive): Promise<Subscription> {
    const subscription = { topic, receive };
    this.#subscriptions.add(subscription);
    if (this.#client.connected) await this.#activate(subscription);
    return { close: () => this.#unsubscribe(subscription) };
  }

  async close(): Promise<void> {
    await this.#client.endAsync();
  }

  /**
   * Subscribes to as few filters as cover all. Where two overlap, a broker may send a message once for each (MQTT
   * 3.1.1, 3.3.5), and every subscriber would get it twice.
   */
  async #activate(subscription: Subscribed): Promise<void> {
    try {
      await this.#syncFilters();
    } catch (error) {
      // If the connection was lost meanwhile, the next one subscribes again.
      if (!this.#client.connected) return;
      this.#subscriptions.delete(subscription);
      // The refused filter may have taken the place of narrower ones.
      await this.#syncFilters().catch(() => undefined);
      throw this.#unavailable(error);
    }
  }

  async #unsubscribe(subscription: Subscribed): Promise<void> {
    this.#subscriptions.delete(subscription);
    if (this.#client.connected) await this.#syncFilters();
  }

  /**
   * Subscribes to filters that are new and unsubscribes from those that are no longer needed. Rejects when the broker
   * refuses one. The new filters then count as not subscribed, so that the next call asks for them again.
   */
  async #syncFilters(): Promise<void> {
    const before = this.#filters;
    const topics = [...new Set([...this.#subscriptions].map(({ topic }) => topic))];
    this.#filters = new Set(
      topics.filter((topic) => !topics.some((other) => other !== topic && matches(other, topic))),
    );
    const added = [...this.#filters].filter((topic) => !before.has(topic));
    const removed = [...before].filter((topic) => !this.#filters.has(topic));
    try {
      await Promise.all([
        removed.length > 0 && this.#client.unsubscribeAsync(removed),
        added.length > 0 && this.#client.subscribeAsync(added, { qos: 0 }),
      ]);
    } catch (error) {
      this.#filters = new Set([...this.#filters].filter((topic) => !added.includes(topic)));
      throw error;
    }
  }

  #unavailable(error: unknown): CodedError {
    return busError('PMC_BUS_UNAVAILABLE', { reason: reasonOf(error) }, this.#broken ?? error);
  }

  #resubscribe(): void {
    this.#filters = new Set();
    // If this connection breaks meanwhile, the next one subscribes again.
    this.#syncFilters().then(
      () => {
        if (this.#client.connected) this.#onConnection(true);
      },
      (error: unknown) => {
        this.#broken = error;
        // A filter was refused: without it, actors would hear nothing. The next connection asks for it again.
        if (this.#client.connected) this.#client.stream.destroy();
      },
    );
  }

  #deliver(topic: string, packet: Buffer): void {
    const payload = this.#assembly.take(packet);
    if (payload === undefined) return;
    for (const subscription of this.#subscriptions) {
      if (matches(subscription.topic, topic)) subscription.receive(topic, payload);
    }
  }
}
