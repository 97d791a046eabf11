/** Delivers messages to clients from outside: encoded once for all, many in one write. */
import type { AedesPublishPacket, Client } from 'aedes';
import type { OutsiderStream } from './outsider-stream.ts';
import { encode } from './publish-packet.ts';

type Deliver = (packet: AedesPublishPacket, done: () => void) => void;

/** A client of the broker with the methods that its subscriptions call: for QoS 0, and for QoS 1. */
interface Deliverable extends Client {
  /** By filter. */
  readonly subscriptions: Readonly<Record<string, { qos: number }>>;
  deliver0: Deliver;
  deliverQoS: Deliver;
}

export interface Forwarding {
  readonly stream: OutsiderStream;
  /** The highest QoS that the client was granted. */
  readonly granted: () => number;
  /** Called before each message. Returns false to drop it. */
  readonly admit: (packet: AedesPublishPacket) => boolean;
}

/**
 * Replaces the methods with which the broker delivers to this client. They encode and write each message for each
 * client, in four or five pieces, and with thousands of clients nearly all of the time goes there. For a clean session
 * they do not keep what is not acknowledged either.
 */
export function forwardTo(client: Client, { stream, granted, admit }: Forwarding): void {
  let last = 0;
  const deliver = (packet: AedesPublishPacket, qos: 0 | 1, done: () => void): void => {
    // A client with overlapping filters gets a message once. Retained messages have no broker and no number.
    const { brokerId, brokerCounter } = packet;
    const known = brokerId !== '' && brokerCounter <= last;
    if (!known && brokerId !== '') last = brokerCounter;
    if (known || !admit(packet)) return done();
    const message = encode(packet, qos);
    if (packet.retain) return void stream.deliver(message, done);
    stream.deliver(message);
    done();
  };
  const deliverable = client as Deliverable;
  deliverable.deliver0 = (packet, done) => deliver(packet, 0, done);
  deliverable.deliverQoS = (packet, done) => {
    const exact = deliverable.subscriptions[packet.topic]?.qos ?? 1;
    deliver(packet, Math.min(packet.qos, granted(), exact) === 0 ? 0 : 1, done);
  };
}
