/**
 * The bus with an embedded broker. Actors on this thread use it in process, worker threads over their port, clients
 * from outside over TCP and WebSocket.
 */
import type { Duplex } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { MessagePort } from 'node:worker_threads';
import type { Aedes, AedesPublishPacket, PublishPacket } from 'aedes';
import type { Subscription } from '../runtime/index.ts';
import { busError } from './errors.ts';
import type { AccessRules } from './access.ts';
import { createBroker } from './broker.ts';
import type { Bus } from './bus.ts';
import { LIMITS } from './limits.ts';
import { KeptSessions } from './kept-sessions.ts';
import type { KeptSessionsOptions } from './kept-sessions.ts';
import type { Limits } from './limits.ts';
import { Listeners } from './listeners.ts';
import type { ListenersOptions } from './listeners.ts';
import { Assembly } from './parts.ts';
import type { OutsiderReport } from './outsiders.ts';
import { Outsiders } from './outsiders.ts';
import { PortStream } from './port-stream.ts';
import type { Refused } from './refusals.ts';
import { nodeTopic } from './topics.ts';

export interface EmbeddedBusOptions extends ListenersOptions {
  readonly access: AccessRules;
  /** Where kept sessions and the changes for them are. */
  readonly store: KeptSessionsOptions['store'];
  readonly nodeId: string;
  /** Overrides of LIMITS. */
  readonly limits?: Partial<Limits>;
}

/** A subscription of this thread. It is kept while the bus is closed. */
interface LocalSubscription {
  readonly topic: string;
  readonly deliver: (packet: AedesPublishPacket, done: () => void) => void;
}

export class EmbeddedBus implements Bus {
  readonly #options: EmbeddedBusOptions;
  readonly #limits: Limits;
  readonly #startedAt: string;
  readonly #internal = new WeakSet<Duplex>();
  readonly #streams = new Set<Duplex>();
  readonly #subscriptions = new Set<LocalSubscription>();
  readonly #onConnect = new Set<() => void>();
  readonly #outsiders: Outsiders;
  readonly #refused: Partial<Record<Refused, number>> = {};
  readonly #listeners: Listeners;
  #broker: Aedes | undefined;

  constructor(options: EmbeddedBusOptions) {
    this.#options = options;
    this.#limits = { ...LIMITS, ...options.limits };
    this.#outsiders = new Outsiders({
      limits: this.#limits,
      clock: options.clock,
      refuse: (reason) => this.#refuse(reason, {}),
    });
    this.#listeners = new Listeners(options, this.#limits);
    this.#startedAt = new Date(options.clock.now()).toISOString();
  }

  get connected(): boolean {
    return this.#broker !== undefined;
  }
  get port(): number | undefined {
    return this.#listeners.port;
  }
  get tlsPort(): number | undefined {
    return this.#listeners.tlsPort;
  }
  readonly packetLimit = null;
  get outsiders(): OutsiderReport {
    return this.#outsiders.report;
  }
  get refused(): Readonly<Record<string, number>> {
    return { ...this.#refused };
  }

  async start(): Promise<void> {
    if (this.#broker !== undefined) return;
    const { access, clock } = this.#options;
    const broker = await createBroker({
      access,
      kept: new KeptSessions(this.#options),
      limits: this.#limits,
      clock,
      internal: this.#internal,
      outsiders: this.#outsiders,
      refuse: (reason, client) => this.#refuse(reason, client),
    });
    try {
      await this.#listeners.open((stream, ip) => this.acceptStream(stream, ip));
    } catch (error) {
      broker.close();
      throw error;
    }
    this.#broker = broker;
    for (const subscription of this.#subscriptions)
      broker.subscribe(subscription.topic, subscription.deliver, () => undefined);
    await this.#publishNode(true);
    for (const listener of this.#onConnect) listener();
  }

  async close(): Promise<void> {
    const broker = this.#broker;
    if (broker === undefined) return;
    await this.#publishNode(false);
    this.#broker = undefined;
    // The broker writes to its clients on the next turn of the event loop, and disconnects them when it closes.
    await turn();
    this.#outsiders.finishWriting();
    await turn();
    const closed = this.#listeners.close();
    await promisify(broker.close.bind(broker))();
    // The broker does not know connections without a CONNECT.
    for (const stream of this.#streams) stream.destroy();
    await closed;
  }

  publish(topic: string, payload: string): Promise<void> {
    return this.#send({ topic, payload, qos: 0, retain: false });
  }

  async publishPublic(topic: string, body: unknown, { retain }: { retain: boolean }): Promise<void> {
    // As bytes, which the queues of all slow clients share; a string would be encoded for each of them.
    await this.#send({ topic, payload: Buffer.from(JSON.stringify(body)), qos: 1, retain });
    // The broker writes to its clients on the next turn. Without this wait, thousands of messages would pile up for
    // every client.
    if (this.#broker?.connectedClients) await turn();
  }

  clearRetained(topic: string): Promise<void> {
    return this.#send({ topic, payload: '', qos: 1, retain: true });
  }

  async subscribe(topic: string, receive: (topic: string, payload: string) => void): Promise<Subscription> {
    const assembly = new Assembly();
    const subscription: LocalSubscription = {
      topic,
      deliver: (packet, done) => {
        const { payload } = packet;
        if (this.#subscriptions.has(subscription))
          this.#deliver(receive, packet.topic, typeof payload === 'string' ? payload : assembly.take(payload));
        done();
      },
    };
    this.#subscriptions.add(subscription);
    this.#broker?.subscribe(topic, subscription.deliver, () => undefined);
    return {
      close: async () => {
        this.#subscriptions.delete(subscription);
        this.#broker?.unsubscribe(topic, subscription.deliver, () => undefined);
      },
    };
  }

  onConnect(listener: () => void): () => void {
    this.#onConnect.add(listener);
    return () => this.#onConnect.delete(listener);
  }

  acceptPort(port: MessagePort): void {
    if (this.#broker === undefined) return port.close();
    const stream = new PortStream(port);
    this.#internal.add(stream);
    this.#handle(this.#broker, stream);
  }

  /** Serves a client from outside over any byte stream: a TCP socket, or a WebSocket at /mqtt. */
  acceptStream(stream: Duplex, ip: string): void {
    if (this.#broker === undefined) return void stream.destroy();
    const outsider = this.#outsiders.admit(stream, ip);
    if (outsider !== undefined) this.#handle(this.#broker, outsider);
  }

  #handle(broker: Aedes, stream: Duplex): void {
    this.#streams.add(stream);
    stream.once('close', () => this.#streams.delete(stream));
    broker.handle(stream);
  }

  /** `payload` is undefined while parts of it are missing. */
  #deliver(receive: (topic: string, payload: string) => void, topic: string, payload: string | undefined): void {
    if (payload === undefined) return;
    try {
      receive(topic, payload);
    } catch (error) {
      // If it were thrown on, the publisher would fail and other subscribers would not get the message.
      this.#options.log.error({ err: error, topic }, 'bus subscriber failed');
    }
  }

  async #send(packet: Pick<PublishPacket, 'topic' | 'payload' | 'qos' | 'retain'>): Promise<void> {
    // The broker calls subscribers at once, and a publisher must not be called back while it publishes.
    await Promise.resolve();
    const broker = this.#broker;
    if (broker === undefined) throw busError('PMC_BUS_UNAVAILABLE', { reason: 'the broker is closed' });
    await new Promise<void>((resolve, reject) => {
      broker.publish({ cmd: 'publish', dup: false, ...packet }, (error) => {
        if (error) reject(busError('PMC_BUS_UNAVAILABLE', { reason: error.message }, error));
        else resolve();
      });
    });
  }

  #publishNode(online: boolean): Promise<void> {
    return this.publishPublic(
      nodeTopic(this.#options.nodeId),
      { online, startedAt: this.#startedAt },
      { retain: true },
    );
  }

  #refuse(reason: Refused, client: { id?: string }): void {
    this.#refused[reason] = (this.#refused[reason] ?? 0) + 1;
    this.#options.log.debug({ reason, client: client.id }, 'mqtt client refused');
  }
}
