/** The bus port: the transport of the actors, and the public topics. */
import type { Duplex } from 'node:stream';
import type { MessagePort } from 'node:worker_threads';
import type { Transport } from '../runtime/index.ts';
import type { OutsiderReport } from './outsiders.ts';

export interface Bus extends Transport {
  /**
   * Opens the broker and its listeners (PMC_PORT_TAKEN), or connects. A closed bus can be started again; subscriptions
   * are kept.
   */
  start(): Promise<void>;
  /** QoS 1. Resolves when the broker has it. */
  publishPublic(topic: string, body: unknown, options: { retain: boolean }): Promise<void>;
  /** Has the broker forget what is retained on the topic. */
  clearRetained(topic: string): Promise<void>;
  /** Connects an actor in a worker thread; the other end is `connectPort` in that thread. */
  acceptPort(port: MessagePort): void;
  /**
   * Takes MQTT of an outsider with the address `ip` over any byte stream; null: outsiders go to the external broker.
   */
  readonly acceptStream: ((stream: Duplex, ip: string) => void) | null;
  /**
   * Calls `listener` whenever the bus is connected (again), until the returned function is called: what was retained
   * may be gone, and what was said in between is lost.
   */
  onConnect(listener: () => void): () => void;
  readonly connected: boolean;
  /** The port the broker listens on; undefined for an external one. */
  readonly port: number | undefined;
  /**
   * Bytes of the largest packet that an external broker was seen to pass on, when that is less than is needed: larger
   * messages are lost.
   */
  readonly packetLimit: number | null;
  /** The clients from outside; null: the external broker knows. */
  readonly outsiders: OutsiderReport | null;
  /** Messages refused since start, by reason. */
  readonly refused: Readonly<Record<string, number>>;
}
