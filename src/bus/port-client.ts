/** The transport of actors in a worker thread: an MQTT client over a MessagePort of the main thread. Loaded by the runtime in each worker. */
import { randomUUID } from 'node:crypto';
import type { MessagePort } from 'node:worker_threads';
import { threadId } from 'node:worker_threads';
import { MqttClient } from 'mqtt';
import { matches, type Subscription, type Transport } from '../actors/runtime/transport.ts';
import type { PmcError } from '../errors.ts';
import { pmcError, reasonOf } from '../errors.ts';
import { PortStream } from './port-stream.ts';

type Receive = (topic: string, payload: string) => void;
interface Subscribed { readonly topic: string; readonly receive: Receive }

const RECONNECT_MS = 100;

/**
 * Connects over ports made by `newPort`, whose other end is to reach `Bus.acceptPort`; called again for each reconnection.
 * Resolves when connected. Subscriptions outlive a connection.
 */
export async function connect(newPort: () => MessagePort): Promise<Transport> {
  const client = new MqttClient(() => new PortStream(newPort()), {
    protocolId: 'MQTT', protocolVersion: 4, clientId: `thread-${threadId}-${randomUUID()}`, clean: true,
    // A port tells by itself when its other end is gone.
    keepalive: 0,
    reconnectPeriod: RECONNECT_MS, queueQoSZero: false, resubscribe: false,
  });
  const transport = new PortTransport(client);
  try {
    await new Promise<void>((resolve, reject) => {
      client.once('connect', () => resolve());
      client.once('error', reject);
    });
  } catch (error) {
    client.end(true);
    throw pmcError('PMC_BUS_UNAVAILABLE', { reason: reasonOf(error) }, error);
  }
  return transport;
}

class PortTransport implements Transport {
  readonly #client: MqttClient;
  readonly #subscriptions = new Set<Subscribed>();
  /** What broke the connection last; told as the cause when something is refused for want of one. */
  #broken: Error | undefined;

  constructor(client: MqttClient) {
    this.#client = client;
    client.on('connect', () => this.#resubscribe());
    client.on('message', (topic, payload) => this.#deliver(topic, payload.toString()));
    client.on('error', (error) => { this.#broken = error; });
  }

  async publish(topic: string, payload: string): Promise<void> {
    try {
      await this.#client.publishAsync(topic, payload, { qos: 0 });
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

  async #activate(subscription: Subscribed): Promise<void> {
    try {
      await this.#client.subscribeAsync(subscription.topic, { qos: 0 });
    } catch (error) {
      // A connection lost meanwhile is no refusal: the next one subscribes again.
      if (!this.#client.connected) return;
      this.#subscriptions.delete(subscription);
      throw this.#unavailable(error);
    }
  }

  async #unsubscribe(subscription: Subscribed): Promise<void> {
    this.#subscriptions.delete(subscription);
    const shared = [...this.#subscriptions].some(({ topic }) => topic === subscription.topic);
    if (!shared && this.#client.connected) await this.#client.unsubscribeAsync(subscription.topic);
  }

  #unavailable(error: unknown): PmcError {
    return pmcError('PMC_BUS_UNAVAILABLE', { reason: reasonOf(error) }, this.#broken ?? error);
  }

  #resubscribe(): void {
    const topics = [...new Set([...this.#subscriptions].map(({ topic }) => topic))];
    if (topics.length > 0) this.#client.subscribe(topics, { qos: 0 });
  }

  #deliver(topic: string, payload: string): void {
    for (const subscription of this.#subscriptions) {
      if (matches(subscription.topic, topic)) subscription.receive(topic, payload);
    }
  }
}
