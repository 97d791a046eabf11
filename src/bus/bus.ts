/** The port of the bus: the transport of the actors, and the public topics. */
import type { Duplex } from 'node:stream';
import type { MessagePort } from 'node:worker_threads';
import type { Transport } from '../runtime/index.ts';
import type { OutsiderReport } from './outsiders.ts';

export interface Bus extends Transport {
  /**
   * Opens the embedded broker (rejects with PMC_PORT_TAKEN), or connects to the external one. A closed bus can be
   * started again and keeps its subscriptions.
   */
  start(): Promise<void>;
  /** Publishes at QoS 1. Resolves when the broker has the message. */
  publishPublic(topic: string, body: unknown, options: { retain: boolean }): Promise<void>;
  /** Makes the broker forget the retained message of the topic. */
  clearRetained(topic: string): Promise<void>;
  /** Connects a worker thread; the other end of the port belongs to `connect` of port-client.ts in that thread. */
  acceptPort(port: MessagePort): void;
  /**
   * Serves MQTT to a client from outside with the address `ip`, over any byte stream; null: such clients connect to the
   * external broker.
   */
  readonly acceptStream: ((stream: Duplex, ip: string) => void) | null;
  /**
   * Calls `listener` each time the bus is connected, until the returned function is called. After a reconnection,
   * retained messages may be gone, and messages sent in between are lost.
   */
  onConnect(listener: () => void): () => void;
  readonly connected: boolean;
  /** The port of the embedded broker; undefined for an external one. */
  readonly port: number | undefined;
  /** The port of the embedded broker for TLS, if it has one. */
  readonly tlsPort: number | undefined;
  /** Bytes of the largest packet that an external broker passes on, if that is too small; larger messages are lost. */
  readonly packetLimit: number | null;
  /** The clients from outside; null when they are connected to an external broker. */
  readonly outsiders: OutsiderReport | null;
  /** Refusals since the start, by reason. */
  readonly refused: Readonly<Record<string, number>>;
}
