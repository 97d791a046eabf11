/** What the broker keeps: the last retained packet of each topic, and nothing of its clients. */
import { Readable } from 'node:stream';
import type { AedesPublishPacket } from 'aedes';

/** Topics that are held against wildcards before other work gets its turn. */
const TOPICS_PER_TURN = 1_000;

/**
 * The broker's persistence, in place of the one it would make itself. That one holds every filter against every topic
 * without a pause, so that one SUBSCRIBE with many filters stops the process for seconds, and keeps something of every
 * client id it ever saw. Sessions end with their connection here, so the part that stores sessions has nothing to do.
 */
export class Retained {
  readonly #packets = new Map<string, AedesPublishPacket>();

  async setup(): Promise<void> {}

  /** MQTT 3.1.1, 3.3.1.3: an empty payload removes what was retained. */
  async storeRetained(packet: AedesPublishPacket): Promise<void> {
    if (packet.payload.length === 0) this.#packets.delete(packet.topic);
    else this.#packets.set(packet.topic, { ...packet });
  }

  /**
   * What is sent for a subscription is the affair of `RetainedDelivery`: the broker would send it to all at once, and
   * to who is gone.
   */
  createRetainedStreamCombi(): Readable {
    return Readable.from([]);
  }

  /**
   * The retained packets of the topics that any of `filters` covers, each once; undefined where others are to get their
   * turn.
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
  async outgoingClearMessageId(): Promise<void> {}
  outgoingStream(): Readable {
    return Readable.from([]);
  }
  streamWill(): Readable {
    return Readable.from([]);
  }
  async delWill(): Promise<void> {}
  /**
   * Each packet of QoS 2 counts as received before: the broker answers PUBREC and PUBCOMP, and neither publishes nor
   * keeps it. Only outsiders send any.
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
