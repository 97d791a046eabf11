/** The ports of the embedded broker: TCP, and TLS if there is a certificate. They are kept across restarts. */
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { promisify } from 'node:util';
import type { TlsFiles } from '../net/certificate.ts';
import { listenAt } from '../net/listen.ts';
import type { Clock, Logger } from '../runtime/index.ts';
import type { Limits } from './limits.ts';
import { SecureListener } from './secure-listener.ts';
import type { Accept } from './secure-listener.ts';

export interface PortOptions {
  readonly port: number;
  /** Whether to use the next free port if this one is taken. */
  readonly portIsDefault: boolean;
}

export interface ListenersOptions extends PortOptions {
  readonly host: string;
  /** null: no TLS. */
  readonly tls: (PortOptions & TlsFiles) | null;
  readonly clock: Clock;
  readonly log: Logger;
}

const KEEP_ALIVE_MS = 60_000;

export class Listeners {
  readonly #options: ListenersOptions;
  readonly #limits: Limits;
  #open: Server[] = [];
  #secure: SecureListener | undefined;
  #port: number | undefined;
  #tlsPort: number | undefined;

  constructor(options: ListenersOptions, limits: Limits) {
    this.#options = options;
    this.#limits = limits;
  }

  get port(): number | undefined {
    return this.#open.length > 0 ? this.#port : undefined;
  }
  get tlsPort(): number | undefined {
    return this.#secure === undefined ? undefined : this.#tlsPort;
  }

  /** Rejects with PMC_PORT_TAKEN, PMC_TLS_UNUSABLE or PMC_CONFIG_INVALID. Nothing listens then. */
  async open(accept: Accept): Promise<void> {
    const { tls, clock, log } = this.#options;
    try {
      const plain = createServer({ noDelay: true, keepAlive: true, keepAliveInitialDelay: KEEP_ALIVE_MS }, (socket) =>
        accept(socket, socket.remoteAddress ?? ''),
      );
      this.#port = await this.#listen('MQTT_PORT', plain, this.#port, this.#options);
      if (tls === null) return;
      this.#secure = new SecureListener({ files: tls, limits: this.#limits, clock, log }, accept);
      this.#tlsPort = await this.#listen('MQTTS_PORT', this.#secure.server, this.#tlsPort, tls);
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  /** Resolves when no connection is left. */
  async close(): Promise<void> {
    const open = this.#open;
    this.#open = [];
    this.#secure?.stop();
    this.#secure = undefined;
    await Promise.all(open.map((server) => promisify(server.close.bind(server))()));
  }

  async #listen(
    name: 'MQTT_PORT' | 'MQTTS_PORT',
    server: Server,
    kept: number | undefined,
    { port, portIsDefault }: PortOptions,
  ): Promise<number> {
    const { host, log } = this.#options;
    const nextFree = portIsDefault || port === 0;
    const used = await listenAt({ name, host, port: kept ?? port, nextFree }, async (candidate) => {
      server.listen(candidate, host);
      await once(server, 'listening');
      return (server.address() as AddressInfo).port;
    });
    server.on('error', (error) => log.error({ err: error }, 'mqtt listener failed'));
    this.#open.push(server);
    return used;
  }
}
