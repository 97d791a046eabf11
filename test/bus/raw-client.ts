/** MQTT packets and plain connections, for tests of what a proper client library never does. */
import { once } from 'node:events';
import { createConnection } from 'node:net';
import type { Socket } from 'node:net';
import { duplexPair } from 'node:stream';
import type { Duplex } from 'node:stream';
import type { Packet } from 'mqtt-packet';
import { generate, parser } from 'mqtt-packet';
import type { Test } from 'tap';
import type { EmbeddedBus } from '../../src/bus/embedded-bus.ts';
import { until } from './support.ts';

export const STATE = 'pickmyclass/sections/asu/2267/66445';
export const SECTIONS = 'pickmyclass/sections/#';
export const KB = 1024;
export const WILL = { topic: STATE, payload: Buffer.from('"forged"'), qos: 1 as const, retain: true };

export const CONNECT = (clientId: string, will?: typeof WILL): Buffer =>
  generate({
    cmd: 'connect',
    protocolId: 'MQTT',
    protocolVersion: 4,
    clean: true,
    clientId,
    keepalive: 0,
    ...(will !== undefined && { will }),
  });
export const SUBSCRIBE = (...filters: string[]): Buffer =>
  generate({ cmd: 'subscribe', messageId: 1, subscriptions: filters.map((topic) => ({ topic, qos: 1 as const })) });
export const PUBLISH = (qos: 0 | 1 | 2, messageId: number, payload = 'forged', dup = false): Buffer =>
  generate({ cmd: 'publish', topic: STATE, payload, qos, retain: true, dup, ...(qos > 0 && { messageId }) });
export const PUBREL = (messageId: number): Buffer => generate({ cmd: 'pubrel', messageId });

/** Publishes `topics` retained states of `bytes` bytes each. */
export async function retain(bus: EmbeddedBus, topics: number, bytes: number): Promise<void> {
  for (let i = 0; i < topics; i += 1)
    await bus.publishPublic(`pickmyclass/sections/asu/2267/${10_000 + i}`, 'x'.repeat(bytes), { retain: true });
}

/** A plain socket to the broker on which nothing was written yet. */
export async function rawSocket(t: Test, bus: EmbeddedBus, localAddress = '127.0.0.1'): Promise<Socket> {
  const socket = createConnection({ host: '127.0.0.1', port: bus.port!, localAddress });
  t.teardown(() => socket.destroy());
  // The broker may reset the connection or close it; a test does not care which.
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

/** A plain socket, connected as `clientId` if one is given. It does not read after its CONNACK unless it is resumed. */
export async function socketFrom(t: Test, bus: EmbeddedBus, localAddress: string, clientId?: string): Promise<Socket> {
  const socket = await rawSocket(t, bus, localAddress);
  if (clientId === undefined) return socket;
  socket.write(CONNECT(clientId));
  await Promise.race([once(socket, 'data'), once(socket, 'close')]);
  socket.pause();
  return socket;
}

/** A connected client that does not read, without the buffers of the kernel, which would take megabytes first. */
export async function unreadStream(bus: EmbeddedBus, clientId: string): Promise<Duplex> {
  const [near, far] = duplexPair();
  bus.acceptStream(far, '192.0.2.1');
  near.write(CONNECT(clientId));
  await once(near, 'data');
  near.pause();
  return near;
}

export interface Raw {
  socket: Socket;
  /** The packets of the broker. */
  answers: Packet[];
}

/** A plain socket on which nothing was written yet. It collects the broker's answers. */
export async function rawClient(t: Test, bus: EmbeddedBus): Promise<Raw> {
  const socket = await rawSocket(t, bus);
  const answers: Packet[] = [];
  const incoming = parser({ protocolVersion: 4 });
  incoming.on('packet', (packet: Packet) => answers.push(packet));
  socket.on('data', (chunk: Buffer) => incoming.parse(chunk));
  return { socket, answers };
}

/** The message ids of the answers of one kind. */
export const answered = ({ answers }: Raw, cmd: Packet['cmd']): number[] =>
  answers.filter((packet) => packet.cmd === cmd).map(({ messageId }) => messageId!);

/** Resolves when the broker has handled everything written on the connection before. */
export async function pong(raw: Raw): Promise<void> {
  raw.socket.write(generate({ cmd: 'pingreq' }));
  await until(() => raw.answers.some(({ cmd }) => cmd === 'pingresp') || raw.socket.closed);
  raw.answers.splice(0, raw.answers.length, ...raw.answers.filter(({ cmd }) => cmd !== 'pingresp'));
}
