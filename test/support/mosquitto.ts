/** A real Mosquitto on a free port, for tests of the external bus. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Test } from 'tap';
import { freePort } from '../../src/net/free-port.ts';
import { eventually } from './eventually.ts';

export interface Mosquitto {
  port: number;
  /** Kills it as a crash would. Its retained messages are lost. */
  kill(): Promise<void>;
  start(): Promise<void>;
}

const FIRST_PORT = 28_100;
const PORTS = 900;

type Program = 'mosquitto' | 'mosquitto_passwd';

/** The path of Mosquitto; undefined: it is not installed. */
export function mosquittoPath(program: Program): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  return folders.map((folder) => join(folder, program)).find((path) => existsSync(path));
}

/** Returns undefined, and prints why, when Mosquitto is not installed. */
export function findMosquitto(t: Test, program: Program = 'mosquitto'): string | undefined {
  const file = mosquittoPath(program);
  if (file === undefined) t.comment(`NO MOSQUITTO: put ${program} on the PATH (apt-get install mosquitto)`);
  return file;
}

/** A folder for its files. Removed when the test ends. */
export async function mosquittoFolder(t: Test): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'pickmyclass-mosquitto-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** `configure` returns the configuration for a port. By default, everybody may do everything. */
export async function startMosquitto(
  t: Test,
  program: string,
  configure = (port: number) => `listener ${port} 127.0.0.1\nallow_anonymous true\nset_tcp_nodelay true\n`,
): Promise<Mosquitto> {
  const folder = await mosquittoFolder(t);
  const port = await freePort(FIRST_PORT + Math.floor(Math.random() * PORTS), '127.0.0.1');
  const file = join(folder, 'test.conf');
  await writeFile(file, configure(port));
  let child: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    child = spawn(program, ['-c', file], { stdio: 'ignore' });
    await eventually(() => answers(port));
  };
  const kill = async (): Promise<void> => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  };
  t.teardown(kill);
  await start();
  return { port, kill, start };
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
