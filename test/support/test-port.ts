/** Ports for servers of tests. */
import type { ChildProcess } from 'node:child_process';
import { connect } from 'node:net';
import { freePort } from '../../src/net/free-port.ts';
import { eventually } from './eventually.ts';

/** Below those that systems give to outgoing connections. There are many, so that tests side by side rarely meet. */
const FIRST = 20_000;
const COUNT = 12_000;

/** A port for a server that must have the same one when it starts again. */
export function testPort(): Promise<number> {
  return freePort(FIRST + Math.floor(Math.random() * COUNT), '127.0.0.1');
}

/** Resolves when this server accepts connections. Rejects if it has ended, as when another program took the port. */
export async function listening(server: ChildProcess, port: number): Promise<void> {
  await eventually(() => {
    if (server.exitCode !== null) throw new Error(`${server.spawnfile} ended with exit code ${server.exitCode}`);
    return accepts(port);
  });
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
