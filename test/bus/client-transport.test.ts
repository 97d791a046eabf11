import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { MqttClient } from 'mqtt';
import { generate, parser } from 'mqtt-packet';
import t from 'tap';
import type { Test } from 'tap';
import { ClientTransport } from '../../src/bus/client-transport.ts';
import { eventually } from '../support/eventually.ts';

const TOPIC = 'pickmyclass/actors/node-1/browser';
const REFUSED = 0x80;

/** A broker that answers each connection's subscriptions with the next of `answers`, and the last one from then on. */
async function broker(t: Test, answers: number[]) {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => {}));
    const granted = answers.length > 1 ? answers.shift()! : answers[0]!;
    const packets = parser({ protocolVersion: 4 });
    packets.on('packet', (packet) => {
      if (packet.cmd === 'connect') socket.write(generate({ cmd: 'connack', returnCode: 0, sessionPresent: false }));
      if (packet.cmd === 'subscribe')
        socket.write(generate({ cmd: 'suback', messageId: packet.messageId!, granted: [granted] }));
    });
    socket.on('data', (chunk) => packets.parse(chunk));
  }).listen(0, '127.0.0.1');
  t.teardown(() => server.close());
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { port, cut: () => sockets.forEach((socket) => socket.destroy()), connections: () => sockets.size };
}

t.test('a filter that is refused after a reconnection is asked again over the next connection', async (t) => {
  const { port, cut, connections } = await broker(t, [0, REFUSED, 0]);
  const client = new MqttClient(() => connect({ port, host: '127.0.0.1' }), {
    protocolVersion: 4,
    reconnectPeriod: 10,
    queueQoSZero: false,
    resubscribe: false,
  });
  const states: boolean[] = [];
  const transport = new ClientTransport(client, (connected) => states.push(connected));
  t.teardown(() => client.endAsync(true));
  await new Promise<void>((resolve) => client.once('connect', () => resolve()));
  await transport.subscribe(TOPIC, () => {});
  await eventually(() => states.includes(true));
  states.length = 0;
  cut();
  await eventually(() => states.includes(true));
  t.equal(connections(), 3);
  t.equal(states.at(-1), true);
});
