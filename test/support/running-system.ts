/**
 * The real program as a separate process: started from the command line, killed with -9, started again on the same
 * data.
 */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Test } from 'tap';
import { startProcess } from '../../scripts/start-process.ts';

const CLI = join(process.cwd(), 'dist/src/cli.js');
export const OPERATOR_TOKEN = 'operator-token-for-tests-0123456789';

export interface RunningSystem {
  /** http://127.0.0.1:<port> */
  url: string;
  mqttUrl: string;
  dataDir: string;
  process: ChildProcess;
  /** The log lines so far, parsed. */
  log: Record<string, unknown>[];
  operator(path: string, init?: Omit<RequestInit, 'headers'>): Promise<Response>;
  /** Stops it cleanly. Resolves with the exit code. */
  stop(signal?: 'SIGTERM' | 'SIGINT'): Promise<number | null>;
  kill(): Promise<void>;
}

/** Only the given variables, so that the configuration of this machine does not leak in. */
function environmentOf(dataDir: string, over: Record<string, string>): NodeJS.ProcessEnv {
  const { PATH, HOME, CHROME_PATH, TMPDIR } = process.env;
  return {
    PATH,
    HOME,
    CHROME_PATH,
    TMPDIR,
    PORT: '0',
    MQTT_PORT: '0',
    DATA_DIR: dataDir,
    OPERATOR_TOKEN,
    BROWSERS: '1',
    NODE_ID: 'test',
    CHECK_BUDGET_PER_MINUTE: '100000',
    ...over,
  };
}

/**
 * Resolves when the program says that it is running. It is ended at the end of the test. `cli`: the program, if not the
 * one of this folder.
 */
export async function startSystem(
  t: Test,
  dataDir: string,
  over: Record<string, string> = {},
  cli = CLI,
): Promise<RunningSystem> {
  const child = startProcess(process.execPath, [cli, 'start'], {
    env: environmentOf(dataDir, over),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log: Record<string, unknown>[] = [];
  createInterface({ input: child.stderr! }).on('line', (line) => {
    log.push(parse(line));
  });
  // When everything that it wrote is in the log.
  const exited = once(child, 'close') as Promise<[number | null]>;
  const isOver = (): boolean => child.exitCode !== null || child.signalCode !== null;
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    if (!isOver()) child.kill(signal);
    return (await exited)[0];
  };
  t.teardown(() => end('SIGTERM'));
  const said = await welcome(child);
  const urlOf = (name: string): string => new RegExp(`^ +${name} +(\\S+)`, 'm').exec(said)?.[1] ?? '';
  const url = urlOf('student page');
  if (url === '') throw new Error(`it did not start:\n${log.map((line) => JSON.stringify(line)).join('\n')}`);
  return {
    url,
    mqttUrl: urlOf('MQTT'),
    dataDir,
    process: child,
    log,
    operator: (path, init = {}) =>
      fetch(`${url}${path}`, {
        ...init,
        headers: {
          authorization: `Bearer ${OPERATOR_TOKEN}`,
          ...(init.body !== undefined && { 'content-type': 'application/json' }),
        },
      }),
    stop: (signal = 'SIGTERM') => end(signal),
    kill: async () => {
      await end('SIGKILL');
    },
  };
}

/** Its output until the line about mail, or until it ends. */
async function welcome(child: ChildProcess): Promise<string> {
  let said = '';
  for await (const chunk of child.stdout!) {
    said += String(chunk);
    if (said.includes('  MQTT ') && said.endsWith('\n')) break;
  }
  return said;
}

function parse(line: string): Record<string, unknown> {
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    return { msg: line }; // not a line of the program
  }
}

/** Every mail in the mail folder, as text, oldest name first. */
export async function mailsIn(dataDir: string): Promise<string[]> {
  const folder = join(dataDir, 'mail');
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.eml')).toSorted();
  return Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
}
