/**
 * MQTT over TLS, and MQTT over WebSocket over TLS (`wss://…/mqtt`), on one port: the first byte tells which. The
 * certificate is read again when its files change.
 */
import { createServer as createHttpServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { createServer, type Server, type TLSSocket } from 'node:tls';
import type { Duplex } from 'node:stream';
import { createWebSocketStream, WebSocketServer } from 'ws';
import { readCertificate } from '../net/certificate.ts';
import type { Certificate, TlsFiles } from '../net/certificate.ts';
import type { Clock, Logger, Timer } from '../runtime/index.ts';
import type { Limits } from './limits.ts';

export type Accept = (stream: Duplex, ip: string) => void;

export interface SecureListenerOptions {
  readonly files: TlsFiles;
  readonly limits: Pick<Limits, 'connections' | 'connectTimeoutMs' | 'packetBytes'>;
  readonly clock: Clock;
  readonly log: Logger;
}

/** How often the files are compared with the certificate in use. */
const LOOK_MS = 5_000;
/** First byte of "GET", with which a WebSocket begins. MQTT begins with 0x10, a CONNECT. */
const G = 0x47;

export class SecureListener {
  readonly #options: SecureListenerOptions;
  readonly server: Server;
  #inUse: Certificate;
  /** The last certificate that could not be used is reported once. */
  #reported = '';
  #timer: Timer | undefined;

  /** Throws PMC_TLS_UNUSABLE. */
  constructor(options: SecureListenerOptions, accept: Accept) {
    this.#options = options;
    const { files, limits, clock } = options;
    this.#inUse = readCertificate(files, clock.now());
    const { cert, key } = this.#inUse;
    this.server = createServer({ cert, key, handshakeTimeout: limits.connectTimeoutMs, noDelay: true });
    this.server.maxConnections = limits.connections;
    const webSockets = webSocketsOf(limits, accept);
    this.server.on('secureConnection', (socket: TLSSocket) => {
      const timer = clock.setTimeout(() => socket.destroy(), limits.connectTimeoutMs);
      socket.on('error', () => socket.destroy());
      socket.once('close', () => clock.clearTimeout(timer));
      socket.once('readable', () => {
        clock.clearTimeout(timer);
        const first = socket.read(1) as Buffer | null;
        if (first === null) return void socket.destroy();
        socket.unshift(first);
        if (first[0] === G) webSockets.emit('connection', socket);
        else accept(socket, socket.remoteAddress ?? '');
      });
    });
    this.#lookLater();
  }

  stop(): void {
    if (this.#timer !== undefined) this.#options.clock.clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #lookLater(): void {
    this.#timer = this.#options.clock.setTimeout(() => {
      this.#look();
      this.#lookLater();
    }, LOOK_MS);
  }

  /** New connections get the new certificate. Files that cannot be used leave the old one in use. */
  #look(): void {
    const { files, clock, log } = this.#options;
    try {
      const found = readCertificate(files, clock.now());
      this.#reported = '';
      if (found.cert === this.#inUse.cert && found.key === this.#inUse.key) return;
      this.server.setSecureContext({ cert: found.cert, key: found.key });
      this.#inUse = found;
      log.info({ validUntil: found.validUntil.toISOString() }, 'certificate replaced');
    } catch (error) {
      if (this.#reported === String(error)) return;
      this.#reported = String(error);
      log.error({ err: error }, 'the certificate was not replaced');
    }
  }
}

function webSocketsOf({ packetBytes, connectTimeoutMs, connections }: SecureListenerOptions['limits'], accept: Accept) {
  const protocol = (offered: Set<string>): string | false =>
    [...offered].find((name) => ['mqtt', 'mqttv3.1'].includes(name)) ?? false;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: packetBytes, handleProtocols: protocol });
  const server = createHttpServer({ headersTimeout: connectTimeoutMs, keepAlive: false }, (_, response) => {
    response.writeHead(426, { Connection: 'close' }).end('Send an Upgrade request for /mqtt.\n');
  });
  server.maxConnections = connections;
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy());
    if (request.url !== '/mqtt' || isForeign(request)) {
      socket.end(
        `HTTP/1.1 ${request.url === '/mqtt' ? '403 Forbidden' : '404 Not Found'}\r\nConnection: close\r\n\r\n`,
      );
      return;
    }
    const ip = (socket as TLSSocket).remoteAddress ?? '';
    sockets.handleUpgrade(request, socket, head, (client) => accept(createWebSocketStream(client), ip));
  });
  return server;
}

/** Whether a page of another site opens the WebSocket. Only browsers send an Origin. */
function isForeign({ headers: { origin, host } }: IncomingMessage): boolean {
  if (origin === undefined) return false;
  const at = `https://${host ?? ''}`;
  return !URL.canParse(origin) || !URL.canParse(at) || new URL(origin).hostname !== new URL(at).hostname;
}
