/** Publishes to an external broker at QoS 1: each message waits until the broker acknowledges it. */
import type { MqttClient } from 'mqtt';
import { reasonOf } from '../runtime/index.ts';
import { busError } from './errors.ts';

/** The most messages that may wait for their acknowledgement. */
const LIMIT = 1_000;

export class Acknowledged {
  readonly #client: MqttClient;
  readonly #waiting = new Set<number>();

  constructor(client: MqttClient) {
    this.#client = client;
  }

  /**
   * Resolves when the broker has the message. Rejects with PMC_BUS_UNAVAILABLE when too many wait already or the
   * connection breaks.
   */
  async publish(topic: string, payload: string, retain: boolean): Promise<void> {
    if (this.#waiting.size >= LIMIT)
      throw busError('PMC_BUS_UNAVAILABLE', { reason: `${LIMIT} messages wait for the broker already` });
    const sent = this.#client.publishAsync(topic, payload, { qos: 1, retain });
    const id = this.#client.getLastMessageId();
    this.#waiting.add(id);
    try {
      await sent;
    } catch (error) {
      throw busError('PMC_BUS_UNAVAILABLE', { reason: reasonOf(error) }, error);
    } finally {
      this.#waiting.delete(id);
    }
  }

  /** Rejects the waiting messages. Otherwise the client would keep them for its next connection. */
  rejectAll(): void {
    for (const id of this.#waiting) this.#client.removeOutgoingMessage(id);
  }
}
