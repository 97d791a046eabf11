/** The system that runs with this data directory, as other commands see it: over HTTP, with the operator's token. */
import type { Config } from '../config/config.ts';
import { loadSecrets } from '../config/secrets.ts';
import { findRunning } from '../nodes/running.ts';
import { reasonOf } from '../runtime/index.ts';
import { cliError } from './errors.ts';

/** The status and the body of an answer. */
export interface Answer {
  status: number;
  body: unknown;
}

export class RunningSystem {
  readonly url: string;
  readonly #token: string;

  constructor(url: string, token: string) {
    this.url = url;
    this.#token = token;
  }

  /** Rejects with PMC_SYSTEM_FAILED if there is no answer, or if its status is an error other than `expected`. */
  async call(method: 'GET' | 'POST', path: string, expected: readonly number[] = [], sent?: object): Promise<Answer> {
    const headers = { authorization: `Bearer ${this.#token}` };
    const json = { headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(sent) };
    try {
      const response = await fetch(`${this.url}/api/v1/${path}`, { method, headers, ...(sent && json) });
      const body: unknown = await response.json();
      if (response.ok || expected.includes(response.status)) return { status: response.status, body };
      throw new Error(`${response.status} ${(body as { message?: string }).message ?? ''}`);
    } catch (error) {
      throw cliError(
        'PMC_SYSTEM_FAILED',
        { url: this.url, request: `${method} ${path}`, reason: reasonOf(error) },
        error,
      );
    }
  }
}

/** Returns undefined if no system runs with this data directory. */
export async function findSystem(config: Config): Promise<RunningSystem | undefined> {
  const running = await findRunning(config.dataDir);
  return running === undefined ? undefined : new RunningSystem(running.url, loadSecrets(config).operatorToken);
}
