/** Sends retained messages to new subscribers: to each a page at a time, as it reads, in turns. */
import type { AedesPublishPacket, Client } from 'aedes';
import type { Clock, Timer } from '../runtime/index.ts';
import type { Limits } from './limits.ts';
import type { Retained } from './retained.ts';

/** Bytes that are sent before waiting for the client to read. */
const PAGE_BYTES = 16 * 1024;

/**
 * A client of the broker with the method that writes one message. It calls `done` when the connection takes more or is
 * gone.
 */
interface Recipient extends Client {
  deliverQoS(packet: AedesPublishPacket, done: () => void): void;
}

interface Delivery {
  readonly client: Recipient;
  /** Filters to send after the current ones, and filters that must wait for `repeatMs`. */
  readonly next: Set<string>;
  readonly later: Set<string>;
  /** When the messages of a filter were last sent. */
  readonly sentAt: Map<string, number>;
  underWay: boolean;
  packets: Generator<AedesPublishPacket | undefined, void> | undefined;
  timer: Timer | undefined;
}

export interface RetainedDeliveryOptions {
  readonly retained: Retained;
  readonly clock: Clock;
  readonly limits: Pick<Limits, 'repeatMs' | 'subscriptions'>;
}

/**
 * A client has at most one delivery at a time, for all filters that it asked for by then, with each topic once. A
 * client that subscribes again gets the messages again (MQTT 3.1.1, 3.8.4), but for one filter at most once in
 * `repeatMs`, and in that time for no more filters than a client may have.
 */
export class RetainedDelivery {
  readonly #options: RetainedDeliveryOptions;
  readonly #deliveries = new WeakMap<Client, Delivery>();
  /** Deliveries whose next page can be sent. */
  readonly #ready = new Set<Delivery>();
  #working = false;

  constructor(options: RetainedDeliveryOptions) {
    this.#options = options;
  }

  send(client: Client, filters: readonly string[]): void {
    const {
      clock,
      limits: { repeatMs, subscriptions },
    } = this.#options;
    const delivery = this.#deliveries.get(client) ?? this.#open(client as Recipient);
    const now = clock.monotonic();
    for (const [filter, at] of delivery.sentAt) if (now - at >= repeatMs) delivery.sentAt.delete(filter);
    for (const filter of filters) {
      const tooSoon = delivery.sentAt.has(filter) || delivery.sentAt.size >= subscriptions;
      if (!tooSoon) delivery.sentAt.set(filter, now);
      (tooSoon ? delivery.later : delivery.next).add(filter);
    }
    if (delivery.later.size > 0) delivery.timer ??= clock.setTimeout(() => this.#resume(delivery), repeatMs);
    this.#continue(delivery);
  }

  #open(client: Recipient): Delivery {
    const delivery: Delivery = {
      client,
      next: new Set(),
      later: new Set(),
      sentAt: new Map(),
      underWay: false,
      packets: undefined,
      timer: undefined,
    };
    this.#deliveries.set(client, delivery);
    client.conn.once('close', () => {
      this.#ready.delete(delivery);
      if (delivery.timer !== undefined) this.#options.clock.clearTimeout(delivery.timer);
    });
    return delivery;
  }

  #resume(delivery: Delivery): void {
    delivery.timer = undefined;
    const filters = [...delivery.later];
    delivery.later.clear();
    this.send(delivery.client, filters);
  }

  #continue(delivery: Delivery): void {
    if (delivery.underWay || (delivery.packets === undefined && delivery.next.size === 0)) return;
    this.#ready.add(delivery);
    if (!this.#working) this.#work();
  }

  /** Sends one page per turn of the event loop, however many clients ask. */
  #work(): void {
    const [delivery] = this.#ready;
    this.#working = delivery !== undefined;
    if (delivery === undefined) return;
    this.#ready.delete(delivery);
    this.#sendPage(delivery);
    setImmediate(() => this.#work());
  }

  #sendPage(delivery: Delivery): void {
    const packets = delivery.packets ?? this.#options.retained.covered([...delivery.next]);
    if (delivery.packets === undefined) delivery.next.clear();
    delivery.packets = packets;
    const page: AedesPublishPacket[] = [];
    for (let bytes = 0; bytes < PAGE_BYTES;) {
      const { done, value: packet } = packets.next();
      if (done === true) delivery.packets = undefined;
      if (packet === undefined) break;
      page.push(packet);
      bytes += packet.topic.length + packet.payload.length;
    }
    delivery.underWay = true;
    let unsent = page.length;
    const ended = (): void => {
      delivery.underWay = false;
      if (!delivery.client.closed) this.#continue(delivery);
    };
    if (unsent === 0) return ended();
    for (const packet of page) {
      delivery.client.deliverQoS({ ...packet, retain: true, brokerId: '' }, () => {
        unsent -= 1;
        if (unsent === 0) ended();
      });
    }
  }
}
