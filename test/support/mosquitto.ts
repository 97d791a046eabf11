/** A real Mosquitto on a free port, for tests of the external bus. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { startProcess } from '../../scripts/start-process.ts';
import type { Owner } from './mongo-server.ts';
import { listening, testPort } from './test-port.ts';

export interface Mosquitto {
  port: number;
  /** Kills it as a crash would. Its retained messages are lost. */
  kill(): Promise<void>;
  start(): Promise<void>;
}

type Program = 'mosquitto' | 'mosquitto_passwd';

/** The path of Mosquitto; undefined: it is not installed. */
export function mosquittoPath(program: Program): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  return folders.map((folder) => join(folder, program)).find((path) => existsSync(path));
}

/** Returns undefined, and prints why, when Mosquitto is not installed. */
export function findMosquitto(t: Owner, program: Program = 'mosquitto'): string | undefined {
  const file = mosquittoPath(program);
  if (file === undefined) t.comment(`NO MOSQUITTO: put ${program} on the PATH (apt-get install mosquitto)`);
  return file;
}

/** A folder for its files. Removed when the test ends. */
export async function mosquittoFolder(t: Owner): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'pickmyclass-mosquitto-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** `configure` returns the configuration for a port. By default, everybody may do everything. */
export async function startMosquitto(
  t: Owner,
  program: string,
  configure = (port: number) => `listener ${port} 127.0.0.1\nallow_anonymous true\nset_tcp_nodelay true\n`,
): Promise<Mosquitto> {
  const folder = await mosquittoFolder(t);
  const port = await testPort();
  const file = join(folder, 'test.conf');
  await writeFile(file, configure(port));
  let child: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    child = startProcess(program, ['-c', file], { stdio: 'ignore' });
    await listening(child, port);
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
