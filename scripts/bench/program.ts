/** The real program in a separate process, and what it reports about itself. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { startProcess } from '../start-process.ts';
import type { Cycle } from '../../src/checking/claiming/cycle.ts';
import { CLI } from './setting.ts';

export const OPERATOR_TOKEN = 'operator-token-of-the-bench-0123456789';
const CYCLE_LIMIT_MS = 400_000;
const ASK_AGAIN_MS = 50;

/** Samples by name and labels, as /metrics writes them. */
export type Metrics = Record<string, number>;

export class Program {
  readonly #child: ChildProcess;
  readonly url: string;
  readonly mqttUrl: string;

  /** Resolves when the program has printed its URLs. Its log goes to program.log in `dataDir`. */
  static async start(dataDir: string, environment: Record<string, string>): Promise<Program> {
    const log = await open(join(dataDir, 'program.log'), 'a');
    const child = startProcess(process.execPath, [CLI, 'start'], {
      env: {
        ...process.env,
        PORT: '0',
        MQTT_PORT: '0',
        DATA_DIR: dataDir,
        OPERATOR_TOKEN,
        NODE_ID: 'bench',
        ...environment,
      },
      stdio: ['ignore', 'pipe', log.fd],
    });
    await log.close();
    for await (const said of child.stdout!) {
      const urls = /student page +(\S+)[^]*MQTT +(\S+)/.exec(String(said));
      if (urls !== null) return new Program(child, urls[1]!, urls[2]!);
    }
    throw new Error(`the program did not start, see ${join(dataDir, 'program.log')}`);
  }

  private constructor(child: ChildProcess, url: string, mqttUrl: string) {
    this.#child = child;
    this.url = url;
    this.mqttUrl = mqttUrl;
  }

  get pid(): number {
    return this.#child.pid!;
  }

  get liveUrl(): string {
    return `${this.url.replace('http', 'ws')}/ws`;
  }

  async operator(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<Response> {
    const answer = await this.#call(method, path, body);
    if (!answer.ok && answer.status !== 404)
      throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer;
  }

  /** Each call starts a new measurement of the longest block. */
  async metrics(): Promise<Metrics> {
    const text = await (await fetch(`${this.url}/metrics`)).text();
    return Object.fromEntries(
      Array.from(text.matchAll(/^(\w+(?:\{.*\})?) ([\d.e+-]+)$/gm), ([, name, value]) => [name!, Number(value)]),
    );
  }

  /** Megabytes of the process and its threads, without its child processes. */
  async residentMb(): Promise<number> {
    const status = await readFile(`/proc/${this.#child.pid}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+)/.exec(status)![1]) / 1_024;
  }

  /**
   * Makes every watched section due. Returns the milliseconds until all were claimed and the first requests were sent.
   */
  async startCycle(): Promise<number> {
    const start = performance.now();
    await this.operator('POST', '/api/v1/cycles');
    return performance.now() - start;
  }

  async finishedCycle(): Promise<Required<Cycle>> {
    for (const until = performance.now() + CYCLE_LIMIT_MS; performance.now() < until; await setTimeout(ASK_AGAIN_MS)) {
      // A scheduler on a busy machine may not answer in time.
      const answer = await this.#call('GET', '/api/v1/cycles/current');
      const cycle = answer.ok ? ((await answer.json()) as Cycle) : null;
      if (cycle?.finishedAt !== undefined) return cycle as Required<Cycle>;
    }
    throw new Error(`a cycle took more than ${CYCLE_LIMIT_MS} ms`);
  }

  #call(method: string, path: string, body?: object): Promise<Response> {
    const headers = {
      authorization: `Bearer ${OPERATOR_TOKEN}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    };
    return fetch(`${this.url}${path}`, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) });
  }

  /** Ends the program and resolves with its exit code; null when a signal ended it. */
  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<number | null> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      const exited = once(this.#child, 'exit');
      this.#child.kill(signal);
      await exited;
    }
    return this.#child.exitCode;
  }
}
