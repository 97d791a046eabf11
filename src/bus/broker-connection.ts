/** The connection of this node to an external broker: connects, checks what it may do there, and reconnects. */
import { MqttClient } from 'mqtt';
import type { BackoffOptions, Clock, Logger, Timer } from '../runtime/index.ts';
import { Backoff, reasonOf } from '../runtime/index.ts';
import { Acknowledged } from './acknowledged.ts';
import type { BrokerAddress } from './broker-link.ts';
import { brokerError, clientOptions, openSocket } from './broker-link.ts';
import { busError } from './errors.ts';
import { nodeTopic } from './topics.ts';

export interface BrokerConnectionOptions {
  readonly address: BrokerAddress;
  readonly nodeId: string;
  readonly clock: Clock;
  readonly log: Logger;
  readonly random: () => number;
  /** Overrides of RECONNECT. */
  readonly reconnect?: Partial<BackoffOptions> | undefined;
  /** Called each time the connection becomes ready, and each time it ends. */
  readonly onReady: () => void;
  readonly onEnd: () => void;
}

/** The caller of `open`. Only its own attempt can fail it; later attempts are repeated until `close`. */
interface Opening {
  resolve(): void;
  reject(error: Error): void;
}

type Condition =
  | { state: 'closed' }
  | { state: 'connecting'; opening: Opening | undefined }
  /** Connected. Waits until its own message comes back, which shows that it may write and read. */
  | { state: 'greeting'; opening: Opening | undefined; since: number; timer: Timer }
  | { state: 'ready'; since: number }
  /** Lost. Connects again when the timer fires. */
  | { state: 'waiting'; timer: Timer }
  /** Tells the broker that the node goes offline. */
  | { state: 'closing' };

const RECONNECT: BackoffOptions = { minMs: 200, maxMs: 30_000, jitter: 0.2, resetAfterMs: 60_000 };
const GREETING_MS = 10_000;

export class BrokerConnection {
  readonly client: MqttClient;
  readonly #options: BrokerConnectionOptions;
  readonly #acknowledged: Acknowledged;
  readonly #backoff: Backoff;
  readonly #node: { readonly topic: string; readonly online: string; readonly offline: string };
  #condition: Condition = { state: 'closed' };
  /** The last error of the connection, given as the cause of later errors. */
  #broken: unknown = new Error('the broker is away');

  constructor(options: BrokerConnectionOptions) {
    const { address, nodeId, clock, random, reconnect } = options;
    this.#options = options;
    this.#backoff = new Backoff({ ...RECONNECT, ...reconnect }, random);
    const startedAt = new Date(clock.now()).toISOString();
    this.#node = {
      topic: nodeTopic(nodeId),
      online: JSON.stringify({ online: true, startedAt }),
      offline: JSON.stringify({ online: false, startedAt }),
    };
    const keepError = (error: unknown): void => {
      this.#broken = error;
    };
    this.client = new MqttClient(() => openSocket(address).on('error', keepError), {
      ...clientOptions(address),
      manualConnect: true,
      queueQoSZero: false,
      resubscribe: false,
      will: { topic: this.#node.topic, payload: Buffer.from(this.#node.offline), qos: 1, retain: true },
    });
    this.#acknowledged = new Acknowledged(this.client);
    this.client.on('connect', () => this.#greet());
    this.client.on('message', (topic, payload, { retain }) => {
      if (topic === this.#node.topic && !retain) this.#hear(payload.toString());
    });
    this.client.on('error', keepError);
    this.client.on('close', () => this.#lose());
  }

  get ready(): boolean {
    return this.#condition.state === 'ready';
  }

  /**
   * Resolves when the connection is ready. Rejects with PMC_BUS_REFUSED when only a person can fix the cause, with
   * PMC_BUS_UNAVAILABLE when the broker is away; the connection is closed then.
   */
  async open(): Promise<void> {
    if (this.#condition.state !== 'closed') return;
    try {
      await new Promise<void>((resolve, reject) => this.#connect({ resolve, reject }));
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  /** An `open` that is still running rejects. */
  async close(): Promise<void> {
    const { address, log, onEnd } = this.#options;
    const before = this.#condition;
    this.#enter({ state: 'closing' });
    if (before.state === 'ready') {
      await this.#publishNode(this.#node.offline).catch((error: unknown) =>
        log.warn({ err: error }, 'the broker was not told that this node goes offline'),
      );
    }
    onEnd();
    await this.client.endAsync(!this.client.connected);
    this.#enter({ state: 'closed' });
    if ('opening' in before) before.opening?.reject(brokerError(address, this.#broken));
  }

  /** Publishes at QoS 1. Rejects with PMC_BUS_UNAVAILABLE when the message does not reach the broker. */
  async publish(topic: string, payload: string, retain: boolean): Promise<void> {
    if (!this.client.connected) throw busError('PMC_BUS_UNAVAILABLE', { reason: reasonOf(this.#broken) }, this.#broken);
    await this.#acknowledged.publish(topic, payload, retain);
  }

  #enter(condition: Condition): void {
    if ('timer' in this.#condition) this.#options.clock.clearTimeout(this.#condition.timer);
    this.#condition = condition;
  }

  #connect(opening?: Opening): void {
    this.#enter({ state: 'connecting', opening });
    this.client.reconnect();
  }

  /**
   * Subscribes to the node's own topic, then publishes there. The message comes back only if the credentials may read
   * and write.
   */
  #greet(): void {
    if (this.#condition.state !== 'connecting') return;
    const { clock } = this.#options;
    const { topic, online } = this.#node;
    const timer = clock.setTimeout(() => {
      const error = new Error(`what is published on ${topic} does not come back`);
      this.#breakOff(Object.assign(error, { code: 'NOT_ALLOWED' }));
    }, GREETING_MS);
    this.#enter({ state: 'greeting', opening: this.#condition.opening, since: clock.monotonic(), timer });
    const greeting = this.client.subscribeAsync(topic, { qos: 1 }).then(() => this.#publishNode(online));
    greeting.catch((error: unknown) => {
      if (this.client.connected) this.#breakOff(error);
    });
  }

  #breakOff(error: unknown): void {
    this.#broken = error;
    this.client.stream.destroy();
  }

  /** A message on the node's own topic. */
  #hear(payload: string): void {
    const condition = this.#condition;
    if (condition.state === 'greeting' && payload === this.#node.online) {
      this.#enter({ state: 'ready', since: condition.since });
      condition.opening?.resolve();
      this.#options.log.info({ broker: this.#options.address.host }, 'bus connected');
      this.#options.onReady();
    }
    // The last will of an earlier connection, which the broker published late.
    if (condition.state === 'ready' && payload === this.#node.offline) {
      this.#publishNode(this.#node.online).catch((error: unknown) => {
        this.#broken = error;
      });
    }
  }

  #lose(): void {
    this.#acknowledged.rejectAll();
    this.#options.onEnd();
    const condition = this.#condition;
    switch (condition.state) {
      case 'connecting':
      case 'greeting':
        if (condition.opening === undefined) return this.#wait(0);
        return condition.opening.reject(brokerError(this.#options.address, this.#broken));
      case 'ready':
        return this.#wait(this.#options.clock.monotonic() - condition.since);
      case 'waiting':
      case 'closing':
      case 'closed':
        return;
      default:
        return condition satisfies never;
    }
  }

  /** Connects again after a pause, which depends on how long the connection was ready. */
  #wait(readyMs: number): void {
    const { clock, log } = this.#options;
    const pauseMs = this.#backoff.next(readyMs);
    log.warn({ err: this.#broken, pauseMs }, 'bus lost');
    const timer = clock.setTimeout(() => this.#connect(), pauseMs);
    this.#enter({ state: 'waiting', timer });
  }

  #publishNode(payload: string): Promise<void> {
    return this.publish(this.#node.topic, payload, true);
  }
}
