/** A WebSocket server in this process, and many clients of it in another one. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { performance } from 'node:perf_hooks';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Owner } from '../../../test/support/mongo-server.ts';
import { startProcess } from '../../start-process.ts';
import type { Figures } from '../benchmark.ts';
import { inTime } from '../in-time.ts';
import type { CrowdOrder } from './crowd-process.ts';

const PROCESS = fileURLToPath(new URL('./crowd-process.js', import.meta.url));
/** What fills the buffers between the server and a client that does not read. */
const JAM = 'x'.repeat(64 * 1_024);
const JAMS_MOST = 200;

export class Crowd {
  readonly #child: ChildProcess;
  readonly #sockets: WebSocket[];
  #reading: number;

  private constructor(child: ChildProcess, sockets: WebSocket[]) {
    this.#child = child;
    this.#sockets = sockets;
    this.#reading = sockets.length;
  }

  /** Resolves when all clients are connected. */
  static async gather(owner: Owner, clients: number): Promise<Crowd> {
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
    await inTime(once(child, 'message'), `the connections of ${clients} pages`);
    return new Crowd(child, sockets);
  }

  /** The server's ends of the connections. */
  get sockets(): readonly WebSocket[] {
    return this.#sockets;
  }

  /** `send` sends `changes` frames to each client. Waits until all that read have them. */
  async hears(changes: number, send: () => void): Promise<Figures> {
    await this.#tell({ changes });
    const heard = inTime(once(this.#child, 'message'), `frames to ${this.#reading} pages`) as Promise<[number[]]>;
    const start = performance.timeOrigin + performance.now();
    const before = process.cpuUsage();
    send();
    const [times] = await heard;
    const { user, system } = process.cpuUsage(before);
    const late = times.map((at) => at - start).toSorted((one, other) => one - other);
    return {
      'p99 ms': late[Math.ceil(0.99 * late.length) - 1]!,
      'ms to the last frame': late.at(-1)!,
      'CPU µs/frame': (user + system) / (changes * this.#sockets.length),
    };
  }

  /** So many clients stop reading. Resolves when the buffers of their connections are full. */
  async freeze(clients: number): Promise<void> {
    await this.#tell({ frozen: clients });
    this.#reading -= clients;
    for (const socket of this.#sockets.slice(0, clients))
      for (let sent = 0; sent < JAMS_MOST && socket.bufferedAmount < JAM.length; sent += 1) {
        socket.send(JAM);
        await setImmediate();
      }
  }

  async #tell(order: CrowdOrder): Promise<void> {
    this.#child.send(order);
    await inTime(once(this.#child, 'message'), 'the process of the pages');
  }
}
