/** A WebSocket server in this process, and many clients of it in another one. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Owner } from '../../../test/support/mongo-server.ts';
import { startProcess } from '../../start-process.ts';
import type { Figures } from '../benchmark.ts';

const PROCESS = fileURLToPath(new URL('./crowd-process.js', import.meta.url));

export interface Crowd {
  /** The server's ends of the connections. */
  readonly sockets: readonly WebSocket[];
  /** `send` sends `changes` frames to each client. Waits until all have them. */
  hears(changes: number, send: () => void): Promise<Figures>;
}

export async function gather(owner: Owner, clients: number): Promise<Crowd> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  const sockets: WebSocket[] = [];
  server.on('connection', (socket) => sockets.push(socket));
  await once(server, 'listening');
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const child = startProcess(process.execPath, [PROCESS, url, String(clients)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  owner.teardown(async () => {
    const gone = once(child, 'exit');
    child.kill();
    await gone;
    for (const socket of sockets) socket.terminate();
    server.close();
  });
  await once(child, 'message');
  return {
    sockets,
    hears: async (changes, send) => {
      child.send({ changes });
      await once(child, 'message');
      const heard = once(child, 'message') as Promise<[{ at: number }]>;
      const start = performance.timeOrigin + performance.now();
      const before = process.cpuUsage();
      send();
      const [{ at }] = await heard;
      const { user, system } = process.cpuUsage(before);
      return { 'ms to the last frame': at - start, 'CPU µs/frame': (user + system) / (changes * clients) };
    },
  };
}
