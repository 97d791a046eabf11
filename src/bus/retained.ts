/** What the broker stores: the last retained packet of each topic. `KeptSession` has what it knows of its clients. */
import { Readable } from 'node:stream';
import type { AedesPublishPacket } from 'aedes';
import type { KeptSession } from './kept-session.ts';

/** Topics that are compared with wildcards before other work gets its turn. */
const TOPICS_PER_TURN = 1_000;

/**
 * Replaces the persistence of the broker. The broker's own compares every filter with every topic without a pause, so
 * one SUBSCRIBE with many filters blocks the process for seconds, and it remembers every client id. Here most sessions
 * end with their connection, and a kept one reads what it sends from the store, so no message is queued here.
 */
export class Retained {
  readonly #packets = new Map<string, AedesPublishPacket>();
  readonly #keptOf: (clientId: string) => KeptSession | undefined;

  /** `keptOf` finds the kept session of a connected client. */
  constructor(keptOf: (clientId: string) => KeptSession | undefined) {
    this.#keptOf = keptOf;
  }

  async setup(): Promise<void> {}

  /** MQTT 3.1.1, 3.3.1.3: an empty payload removes the retained message. */
  async storeRetained(packet: AedesPublishPacket): Promise<void> {
    if (packet.payload.length === 0) this.#packets.delete(packet.topic);
    else this.#packets.set(packet.topic, { ...packet });
  }

  /**
   * Empty, because `RetainedDelivery` sends retained messages. The broker would send all at once, even to closed
   * clients.
   */
  createRetainedStreamCombi(): Readable {
    return Readable.from([]);
  }

  /**
   * The retained packets whose topics match any of `filters`, each once. Yields undefined to give other work its turn.
   */
  *covered(filters: readonly string[]): Generator<AedesPublishPacket | undefined, void> {
    const exact = new Set(filters.filter((filter) => !/[+#]/.test(filter)));
    for (const filter of exact) {
      const packet = this.#packets.get(filter);
      if (packet !== undefined) yield packet;
    }
    const wildcards = filters.filter((filter) => !exact.has(filter)).map((filter) => filter.split('/'));
    if (wildcards.length === 0) return;
    let compared = 0;
    for (const packet of this.#packets.values()) {
      compared += wildcards.length;
      if (compared >= TOPICS_PER_TURN) {
        compared = 0;
        yield undefined;
      }
      const levels = packet.topic.split('/');
      if (!exact.has(packet.topic) && wildcards.some((filter) => covers(filter, levels))) yield packet;
    }
  }

  async subscriptionsByTopic(): Promise<[]> {
    return [];
  }
  async cleanSubscriptions(): Promise<void> {}
  async outgoingEnqueueCombi(): Promise<void> {}
  /** The filters that the broker restores. With any, it says in the CONNACK that the session is present. */
  async subscriptionsByClient({ id }: { id: string }): Promise<{ topic: string; qos: 0 | 1 }[]> {
    return this.#keptOf(id)?.filters ?? [];
  }
  /** Called before the SUBACK and the UNSUBACK of a client with a kept session. */
  async addSubscriptions({ id }: { id: string }): Promise<void> {
    await this.#keptOf(id)?.save();
  }
  async removeSubscriptions({ id }: { id: string }, topics: readonly string[]): Promise<void> {
    this.#keptOf(id)?.unsubscribe(topics);
    await this.#keptOf(id)?.save();
  }
  async outgoingUpdate(): Promise<void> {}
  async outgoingClearMessageId({ id }: { id: string }, { messageId }: { messageId?: number }): Promise<void> {
    if (messageId !== undefined) this.#keptOf(id)?.acknowledge(messageId);
  }
  outgoingStream(): Readable {
    return Readable.from([]);
  }
  streamWill(): Readable {
    return Readable.from([]);
  }
  async delWill(): Promise<void> {}
  /**
   * Every packet at QoS 2 counts as a duplicate, so the broker acknowledges it and does not publish it. Only clients
   * from outside send such packets.
   */
  async incomingGetPacket(): Promise<void> {}
}

/** MQTT 3.1.1, 4.7.1: `+` stands for one level, `#` for the parent and all below it. */
function covers(filter: string[], topic: string[]): boolean {
  for (const [i, level] of filter.entries()) {
    if (level === '#') return true;
    if (i >= topic.length || (level !== '+' && level !== topic[i])) return false;
  }
  return filter.length === topic.length;
}
