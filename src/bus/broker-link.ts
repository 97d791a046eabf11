/** Connections to an external broker: one for the client of this thread, one for each worker thread. */
import { randomUUID } from 'node:crypto';
import { connect as connectTcp, isIP } from 'node:net';
import type { Socket } from 'node:net';
import { pipeline } from 'node:stream';
import { connect as connectTls } from 'node:tls';
import type { MessagePort } from 'node:worker_threads';
import type { IClientOptions } from 'mqtt';
import { generate, parser } from 'mqtt-packet';
import { hostnameOf } from '../net/host.ts';
import { busError } from './errors.ts';
import type { CodedError } from '../runtime/index.ts';
import { reasonOf } from '../runtime/index.ts';
import { PortStream } from './port-stream.ts';

export interface BrokerAddress {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  readonly username?: string;
  readonly password?: string;
}

const PORT = 1883;
const TLS_PORT = 8883;
const KEEP_ALIVE_MS = 30_000;
const KEEP_ALIVE_SECONDS = 15;
const CONNECT_TIMEOUT_MS = 10_000;
/** Errors of a broker that is away for now. Others mean a wrong address, a wrong certificate or wrong credentials. */
const AWAY: ReadonlySet<unknown> = new Set([
  undefined,
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EAI_AGAIN',
]);

/** Parses `mqtt://user:password@host:port` and `mqtts://…`. */
export function brokerAddress(busUrl: string): BrokerAddress {
  const url = new URL(busUrl);
  const tls = url.protocol === 'mqtts:';
  return {
    host: hostnameOf(busUrl),
    port: url.port === '' ? (tls ? TLS_PORT : PORT) : Number(url.port),
    tls,
    ...(url.username !== '' && {
      username: decodeURIComponent(url.username),
      password: decodeURIComponent(url.password),
    }),
  };
}

export function openSocket({ host, port, tls }: BrokerAddress): Socket {
  const socket = tls
    ? connectTls({ host, port, ...(isIP(host) === 0 && { servername: host }) })
    : connectTcp({ host, port });
  // Otherwise QoS 1 waits for delayed acknowledgements of TCP.
  socket.setNoDelay(true);
  socket.setKeepAlive(true, KEEP_ALIVE_MS);
  return socket;
}

/** Options for MQTT 3.1.1. The caller reconnects, because the library has no backoff. */
export function clientOptions({ username, password }: BrokerAddress): IClientOptions {
  return {
    protocolId: 'MQTT',
    protocolVersion: 4,
    clean: true,
    clientId: `pickmyclass-${randomUUID()}`,
    ...(username !== undefined && { username, password: password ?? '' }),
    keepalive: KEEP_ALIVE_SECONDS,
    connectTimeout: CONNECT_TIMEOUT_MS,
    reconnectPeriod: 0,
    // See port-client.ts.
    writeCache: false,
  };
}

/** PMC_BUS_UNAVAILABLE if waiting may help, else PMC_BUS_REFUSED. */
export function brokerError({ host, port }: BrokerAddress, error: unknown): CodedError {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const reason = reasonOf(error);
  return AWAY.has(code)
    ? busError('PMC_BUS_UNAVAILABLE', { reason }, error)
    : busError('PMC_BUS_REFUSED', { host: `${host}:${port}`, reason }, error);
}

/**
 * Connects the MQTT client at the other end of `port` to the broker. Adds the node's credentials to the CONNECT, so
 * that no thread needs them; all other bytes pass unchanged. When one side closes, so does the other. Calls `onError`
 * with the error that ended the connection, if there was one.
 */
export function linkPort(port: MessagePort, address: BrokerAddress, onError: (error: Error) => void): PortStream {
  const stream = new PortStream(port);
  const socket = openSocket(address);
  // Before the CONNACK a client sends nothing but its CONNECT, so this is the only packet that the parser sees.
  const connect = parser({ protocolVersion: 4 });
  connect.once('packet', (packet) => {
    stream.off('data', read);
    if (packet.cmd !== 'connect') return void stream.destroy();
    const { username, password } = address;
    socket.write(
      generate({ ...packet, ...(username !== undefined && { username, password: Buffer.from(password ?? '') }) }),
    );
    pipeline(stream, socket, stream, (error) => {
      if (error && error.code !== 'ERR_STREAM_PREMATURE_CLOSE') onError(error);
    });
  });
  const read = (chunk: Buffer): void => {
    connect.parse(chunk);
  };
  stream.on('data', read);
  stream.once('close', () => socket.destroy());
  socket.once('error', (error) => {
    stream.destroy();
    onError(error);
  });
  return stream;
}
