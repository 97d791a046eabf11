/** The bus on a broker of its own kind elsewhere (Mosquitto, EMQX, HiveMQ, …), shared by all processes of a system. */
import { MqttClient } from 'mqtt';
import type { MessagePort } from 'node:worker_threads';
import type { BackoffOptions, Clock, Logger, Subscription, Timer } from '../runtime/index.ts';
import { Backoff, reasonOf } from '../runtime/index.ts';
import { busError } from './errors.ts';
import type { BrokerAddress } from './broker-link.ts';
import { brokerAddress, brokerError, clientOptions, linkPort, openSocket } from './broker-link.ts';
import type { Bus } from './bus.ts';
import { ClientTransport } from './client-transport.ts';
import type { PortStream } from './port-stream.ts';
import { NEEDED_BYTES } from './parts.ts';
import { largestPacket } from './probe-broker.ts';
import { nodeTopic } from './topics.ts';

export interface MqttBusOptions {
  /** `mqtt://user:password@host:port`, or `mqtts://…`. */
  readonly url: string;
  readonly nodeId: string;
  readonly clock: Clock;
  readonly log: Logger;
  readonly random: () => number;
  /** Over RECONNECT. */
  readonly reconnect?: Partial<BackoffOptions>;
}

const RECONNECT: BackoffOptions = { minMs: 200, maxMs: 30_000, jitter: 0.2, resetAfterMs: 60_000 };
const GREETING_MS = 10_000;
/** Public messages that wait for the broker's acknowledgement. */
const UNACKNOWLEDGED = 1_000;

export class MqttBus implements Bus {
  readonly #options: MqttBusOptions;
  readonly #address: BrokerAddress;
  readonly #client: MqttClient;
  readonly #transport: ClientTransport;
  readonly #backoff: Backoff;
  readonly #node: { readonly topic: string; readonly online: string; readonly offline: string };
  readonly #listeners = new Set<() => void>();
  readonly #threads = new Set<PortStream>();
  readonly #unacknowledged = new Set<number>();
  #wanted = false;
  /** The broker has let this node read what it published. */
  #ready = false;
  #connectedAt = 0;
  #broken: unknown = new Error('the broker is away');
  #starting: { resolve: () => void; reject: (error: Error) => void } | undefined;
  #timer: Timer | undefined;
  #packetLimit: number | null = null;
  #probe: { readonly abort: AbortController; readonly done: Promise<void> } | undefined;

  constructor(options: MqttBusOptions) {
    const { url, nodeId, clock, random, reconnect } = options;
    this.#options = options;
    this.#address = brokerAddress(url);
    this.#backoff = new Backoff({ ...RECONNECT, ...reconnect }, random);
    const startedAt = new Date(clock.now()).toISOString();
    this.#node = {
      topic: nodeTopic(nodeId),
      online: JSON.stringify({ online: true, startedAt }),
      offline: JSON.stringify({ online: false, startedAt }),
    };
    this.#client = new MqttClient(
      () =>
        openSocket(this.#address).on('error', (error) => {
          this.#broken = error;
        }),
      {
        ...clientOptions(this.#address),
        manualConnect: true,
        queueQoSZero: false,
        resubscribe: false,
        will: { topic: this.#node.topic, payload: Buffer.from(this.#node.offline), qos: 1, retain: true },
      },
    );
    this.#transport = new ClientTransport(this.#client);
    this.#client.on('connect', () => this.#greet());
    this.#client.on('message', (topic, payload, packet) => {
      if (topic === this.#node.topic) this.#hear(payload.toString(), packet.retain);
    });
    this.#client.on('error', (error) => {
      this.#broken = error;
    });
    this.#client.on('close', () => this.#lose());
  }

  get connected(): boolean {
    return this.#ready;
  }
  get packetLimit(): number | null {
    return this.#packetLimit;
  }
  readonly port = undefined;
  /** Outsiders connect to the broker itself. */
  readonly acceptStream = null;
  readonly outsiders = null;
  /** An external broker counts what it refuses itself. */
  readonly refused = {};

  /** Rejects with PMC_BUS_REFUSED for what only a person can mend, with PMC_BUS_UNAVAILABLE when the broker is away. */
  async start(): Promise<void> {
    if (this.#wanted) return;
    this.#wanted = true;
    try {
      await new Promise<void>((resolve, reject) => {
        this.#starting = { resolve, reject };
        this.#client.reconnect();
      });
    } catch (error) {
      await this.close();
      throw error;
    } finally {
      this.#starting = undefined;
    }
  }

  async close(): Promise<void> {
    this.#wanted = false;
    if (this.#timer !== undefined) this.#options.clock.clearTimeout(this.#timer);
    if (this.#ready) {
      await this.#publishNode(this.#node.offline).catch((error: unknown) =>
        this.#options.log.warn({ err: error }, 'the broker was not told of the end'),
      );
    }
    this.#ready = false;
    for (const thread of this.#threads) thread.destroy();
    await this.#client.endAsync(!this.#client.connected);
    this.#probe?.abort.abort();
    await this.#probe?.done;
  }

  async publish(topic: string, payload: string): Promise<void> {
    await this.#transport.publish(topic, payload);
  }

  publishPublic(topic: string, body: unknown, { retain }: { retain: boolean }): Promise<void> {
    return this.#publishAcknowledged(topic, JSON.stringify(body), retain);
  }

  clearRetained(topic: string): Promise<void> {
    return this.#publishAcknowledged(topic, '', true);
  }

  subscribe(topic: string, receive: (topic: string, payload: string) => void): Promise<Subscription> {
    return this.#transport.subscribe(topic, (on, payload) => {
      try {
        receive(on, payload);
      } catch (error) {
        // Thrown on, it would starve the other subscribers.
        this.#options.log.error({ err: error, topic: on }, 'bus subscriber failed');
      }
    });
  }

  /** A thread has a connection of its own to the broker; see `linkPort`. */
  acceptPort(port: MessagePort): void {
    if (!this.#ready) return port.close();
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

  /**
   * Reads the node's own topic, then writes to it. What comes back, and was not retained before, tells that the
   * credentials are good for reading and writing.
   */
  #greet(): void {
    this.#connectedAt = this.#options.clock.monotonic();
    this.#timer = this.#options.clock.setTimeout(() => {
      this.#broken = Object.assign(new Error(`what is published on ${this.#node.topic} does not come back`), {
        code: 'NOT_ALLOWED',
      });
      this.#client.stream.destroy();
    }, GREETING_MS);
    const greeting = this.#client
      .subscribeAsync(this.#node.topic, { qos: 1 })
      .then(() => this.#publishNode(this.#node.online));
    greeting.catch((error: unknown) => {
      if (!this.#client.connected) return;
      this.#broken = error;
      this.#client.stream.destroy();
    });
  }

  #hear(payload: string, retained: boolean): void {
    if (retained) return;
    if (!this.#ready && payload === this.#node.online) {
      this.#settle();
    } else if (this.#ready && this.#wanted && payload === this.#node.offline) {
      // The will of the connection before, told late.
      this.#publishNode(this.#node.online).catch((error: unknown) => {
        this.#broken = error;
      });
    }
  }

  #settle(): void {
    if (this.#timer !== undefined) this.#options.clock.clearTimeout(this.#timer);
    this.#ready = true;
    this.#starting?.resolve();
    this.#options.log.info({ broker: this.#address.host }, 'bus connected');
    for (const listener of this.#listeners) listener();
    if (this.#probe !== undefined) return;
    const abort = new AbortController();
    this.#probe = {
      abort,
      done: this.#probePackets(abort.signal).finally(() => {
        this.#probe = undefined;
      }),
    };
  }

  async #probePackets(ended: AbortSignal): Promise<void> {
    const { clock, log } = this.#options;
    const { host } = this.#address;
    const bytes = await largestPacket(this.#address, clock, ended);
    if (bytes === undefined)
      return log.debug({ broker: host }, 'how large a packet the broker passes on was not found out');
    this.#packetLimit = bytes < NEEDED_BYTES ? bytes : null;
    if (this.#packetLimit !== null)
      log.error(
        { broker: host, err: busError('PMC_BUS_PACKETS_LIMITED', { bytes, needed: NEEDED_BYTES }) },
        'the broker drops large messages',
      );
  }

  #lose(): void {
    const { clock, log } = this.#options;
    const ranMs = this.#ready ? clock.monotonic() - this.#connectedAt : 0;
    this.#ready = false;
    if (this.#timer !== undefined) clock.clearTimeout(this.#timer);
    for (const id of this.#unacknowledged) this.#client.removeOutgoingMessage(id);
    for (const thread of this.#threads) thread.destroy();
    if (this.#starting !== undefined) return this.#starting.reject(brokerError(this.#address, this.#broken));
    if (!this.#wanted) return;
    const pauseMs = this.#backoff.next(ranMs);
    log.warn({ err: this.#broken, pauseMs }, 'bus lost');
    this.#timer = clock.setTimeout(() => {
      this.#client.reconnect();
    }, pauseMs);
  }

  #publishNode(payload: string): Promise<void> {
    return this.#publishAcknowledged(this.#node.topic, payload, true);
  }

  async #publishAcknowledged(topic: string, payload: string, retain: boolean): Promise<void> {
    if (!this.#client.connected)
      throw busError('PMC_BUS_UNAVAILABLE', { reason: reasonOf(this.#broken) }, this.#broken);
    if (this.#unacknowledged.size >= UNACKNOWLEDGED)
      throw busError('PMC_BUS_UNAVAILABLE', { reason: `${UNACKNOWLEDGED} messages wait for the broker already` });
    const sent = this.#client.publishAsync(topic, payload, { qos: 1, retain });
    const id = this.#client.getLastMessageId();
    this.#unacknowledged.add(id);
    try {
      await sent;
    } catch (error) {
      throw busError('PMC_BUS_UNAVAILABLE', { reason: reasonOf(error) }, error);
    } finally {
      this.#unacknowledged.delete(id);
    }
  }
}
