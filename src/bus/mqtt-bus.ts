/** The bus on an external broker (Mosquitto, EMQX, HiveMQ, …), which all processes of a system share. */
import type { MessagePort } from 'node:worker_threads';
import type { Subscription } from '../runtime/index.ts';
import { BrokerConnection } from './broker-connection.ts';
import type { BrokerConnectionOptions } from './broker-connection.ts';
import type { BrokerAddress } from './broker-link.ts';
import { brokerAddress, linkPort } from './broker-link.ts';
import type { Bus } from './bus.ts';
import { ClientTransport } from './client-transport.ts';
import { PacketCheck } from './packet-check.ts';
import type { PortStream } from './port-stream.ts';

export interface MqttBusOptions extends Omit<BrokerConnectionOptions, 'address' | 'onReady' | 'onEnd'> {
  /** `mqtt://user:password@host:port`, or `mqtts://…`. */
  readonly url: string;
}

export class MqttBus implements Bus {
  readonly #options: MqttBusOptions;
  readonly #address: BrokerAddress;
  readonly #connection: BrokerConnection;
  readonly #transport: ClientTransport;
  readonly #packetCheck: PacketCheck;
  readonly #listeners = new Set<() => void>();
  readonly #threads = new Set<PortStream>();

  constructor(options: MqttBusOptions) {
    const { url, clock, log } = options;
    this.#options = options;
    this.#address = brokerAddress(url);
    this.#packetCheck = new PacketCheck(this.#address, clock, log);
    this.#connection = new BrokerConnection({
      ...options,
      address: this.#address,
      onReady: () => this.#ready(),
      onEnd: () => {
        for (const thread of this.#threads) thread.destroy();
      },
    });
    this.#transport = new ClientTransport(this.#connection.client);
  }

  get connected(): boolean {
    return this.#connection.ready;
  }
  get packetLimit(): number | null {
    return this.#packetCheck.limit;
  }
  readonly port = undefined;
  readonly tlsPort = undefined;
  /** Clients from outside connect to the broker itself, which counts what it refuses. */
  readonly acceptStream = null;
  readonly outsiders = null;
  readonly refused = {};

  /** Rejects as `BrokerConnection.open` does. */
  async start(): Promise<void> {
    await this.#connection.open();
  }

  async close(): Promise<void> {
    await this.#connection.close();
    await this.#packetCheck.stop();
  }

  async publish(topic: string, payload: string): Promise<void> {
    await this.#transport.publish(topic, payload);
  }

  publishPublic(topic: string, body: unknown, { retain }: { retain: boolean }): Promise<void> {
    return this.#connection.publish(topic, JSON.stringify(body), retain);
  }

  clearRetained(topic: string): Promise<void> {
    return this.#connection.publish(topic, '', true);
  }

  subscribe(topic: string, receive: (topic: string, payload: string) => void): Promise<Subscription> {
    return this.#transport.subscribe(topic, (on, payload) => {
      try {
        receive(on, payload);
      } catch (error) {
        // If it were thrown on, the other subscribers would not get the message.
        this.#options.log.error({ err: error, topic: on }, 'bus subscriber failed');
      }
    });
  }

  /** Each thread gets its own connection to the broker; see `linkPort`. */
  acceptPort(port: MessagePort): void {
    if (!this.connected) return port.close();
    const thread = linkPort(port, this.#address, (error) =>
      this.#options.log.debug({ err: error }, 'the connection of a thread broke'),
    );
    this.#threads.add(thread);
    thread.once('close', () => this.#threads.delete(thread));
  }

  onConnect(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #ready(): void {
    for (const listener of this.#listeners) listener();
    this.#packetCheck.start();
  }
}
