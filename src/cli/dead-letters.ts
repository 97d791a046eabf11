/**
 * `pickmyclass dead-letters list | replay [id]`. The store has one owner: while the system runs it is asked over HTTP,
 * otherwise the store is opened here.
 */
import { parseArgs } from 'node:util';
import type { Config } from '../config/config.ts';
import { cliError } from './errors.ts';
import { institutionsError } from '../institutions/errors.ts';
import { CodedError, reasonOf } from '../runtime/index.ts';
import { storeError } from '../store/errors.ts';
import { findRunning } from '../nodes/running.ts';
import { loadSecrets } from '../config/secrets.ts';
import type { DeadLetter } from '../store/dead-letters.ts';
import { createStore } from '../store/create-store.ts';

/** Where dead letters are worked on. `replay` is false when there is no such letter. */
interface DeadLetterOffice {
  list(): Promise<DeadLetter[]>;
  replay(id: string): Promise<boolean>;
  close(): Promise<void>;
}

const LIST_MAX = 1_000;

export async function deadLetters(args: string[], config: Config): Promise<number> {
  const { positionals } = parseArgs({ args, strict: true, options: {}, allowPositionals: true });
  const [action, id, ...rest] = positionals;
  if ((action !== 'list' && action !== 'replay') || rest.length > 0 || (action === 'list' && id !== undefined)) {
    throw cliError('PMC_COMMAND_UNKNOWN', { what: `"dead-letters ${positionals.join(' ').slice(0, 100)}"` });
  }
  const office = await openOffice(config);
  try {
    return action === 'list' ? await list(office) : await replay(office, id);
  } finally {
    await office.close();
  }
}

async function list(office: DeadLetterOffice): Promise<number> {
  const letters = await office.list();
  for (const { id, kind, subject, attempts, at, error } of letters)
    process.stdout.write(`${[id, at, kind, subject, `${attempts} attempts`, error].join('\t')}\n`);
  process.stderr.write(letters.length === 0 ? 'No dead letters.\n' : `${letters.length} dead letters.\n`);
  return 0;
}

async function replay(office: DeadLetterOffice, id: string | undefined): Promise<number> {
  const ids = id === undefined ? (await office.list()).map((letter) => letter.id) : [id];
  let replayed = 0;
  for (const each of ids) if (await office.replay(each)) replayed += 1;
  if (id !== undefined && replayed === 0) throw storeError('PMC_DEAD_LETTER_NOT_FOUND', { id });
  process.stderr.write(`${replayed} replayed.\n`);
  return 0;
}

async function openOffice(config: Config): Promise<DeadLetterOffice> {
  const store = await createStore(config.storeUrl);
  try {
    await store.open();
  } catch (error) {
    const running =
      error instanceof CodedError && error.code === 'PMC_STORE_LOCKED' ? await findRunning(config.dataDir) : undefined;
    if (running === undefined) throw error;
    return remoteOffice(running.url, loadSecrets(config).operatorToken);
  }
  return {
    list: () => store.deadLetters.list(LIST_MAX),
    replay: async (id) => (await store.deadLetters.replay(id)) !== undefined,
    close: () => store.close(),
  };
}

function remoteOffice(url: string, token: string): DeadLetterOffice {
  const call = async (method: string, path: string): Promise<Response> => {
    try {
      return await fetch(`${url}/api/v1/dead-letters${path}`, {
        method,
        headers: { authorization: `Bearer ${token}` },
      });
    } catch (error) {
      throw institutionsError('PMC_SOURCE_UNREACHABLE', { host: url, reason: reasonOf(error) }, error);
    }
  };
  const checked = async (response: Response): Promise<Response> => {
    if (response.ok) return response;
    throw institutionsError('PMC_SOURCE_STATUS', { host: url, status: response.status });
  };
  return {
    list: async () =>
      ((await (await checked(await call('GET', ''))).json()) as { deadLetters: DeadLetter[] }).deadLetters,
    replay: async (id) => {
      const response = await call('POST', `/${encodeURIComponent(id)}/replay`);
      if (response.status === 404) return false;
      await checked(response);
      return true;
    },
    close: async () => undefined,
  };
}
