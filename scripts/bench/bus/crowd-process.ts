/**
 * A crowd of MQTT subscribers in a process of its own. Each is a plain socket: a client library would take most of the
 * machine. Arguments: port, connections, how many of them stop reading after their SUBACK.
 */
import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';
import { generate } from 'mqtt-packet';
import { PublishScanner } from './publish-scanner.ts';

export interface CrowdReport {
  received: number;
  /** How many messages took so many milliseconds, by milliseconds; the last counts all that took longer. */
  tookMs: number[];
}

const FILTER = 'pickmyclass/changes/#';
const LONGEST_MS = 60_000;
const AT_ONCE = 50;

let report: CrowdReport = { received: 0, tookMs: [] };

async function join(port: number, name: string, freezes: boolean): Promise<Socket> {
  const socket = createConnection({ host: '127.0.0.1', port, noDelay: true });
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(generate({ cmd: 'connect', clientId: name, keepalive: 0, protocolId: 'MQTT', protocolVersion: 4 }));
  await once(socket, 'data');
  socket.write(generate({ cmd: 'subscribe', messageId: 1, subscriptions: [{ topic: FILTER, qos: 1 }] }));
  await once(socket, 'data');
  if (freezes) return socket.pause();
  const scanner = new PublishScanner();
  socket.on('data', (chunk: Buffer) => {
    const now = performance.timeOrigin + performance.now();
    const acknowledgements = scanner.take(chunk, (sentAt) => {
      const took = Math.min(LONGEST_MS, Math.max(0, Math.round(now - sentAt)));
      report.received += 1;
      report.tookMs[took] = (report.tookMs[took] ?? 0) + 1;
    });
    if (acknowledgements.length > 0) socket.write(acknowledgements);
  });
  return socket;
}

const [port, connections, frozen] = process.argv.slice(2).map(Number) as [number, number, number];
process.on('message', () => {
  process.send!(report);
  report = { received: 0, tookMs: [] };
});
process.on('disconnect', () => process.exit());
for (let start = 0; start < connections; start += AT_ONCE) {
  const group = Array.from({ length: Math.min(AT_ONCE, connections - start) }, (_, nth) => start + nth);
  await Promise.all(group.map((number) => join(port, `crowd-${number}`, number < frozen)));
}
process.send!('ready');
