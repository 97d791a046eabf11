/**
 * Access to the dead letters of a system. If a running system holds the lock of the store, it is asked over HTTP.
 * Otherwise the store is opened here.
 */
import type { Config } from '../config/config.ts';
import { loadSecrets } from '../config/secrets.ts';
import { institutionsError } from '../institutions/errors.ts';
import { findRunning } from '../nodes/running.ts';
import { CodedError, reasonOf } from '../runtime/index.ts';
import { createStore } from '../store/create-store.ts';
import type { DeadLetter } from '../store/dead-letters.ts';

export interface DeadLetterAccess {
  list(): Promise<DeadLetter[]>;
  /** Returns false if there is no such dead letter. */
  replay(id: string): Promise<boolean>;
  close(): Promise<void>;
}

const LIST_MAX = 1_000;

/** Rejects with the error of the store if it cannot be opened, or is locked and no system answers. */
export async function openDeadLetters(config: Config): Promise<DeadLetterAccess> {
  const store = await createStore(config.storeUrl);
  try {
    await store.open();
  } catch (error) {
    const isLocked = error instanceof CodedError && error.code === 'PMC_STORE_LOCKED';
    const running = isLocked ? await findRunning(config.dataDir) : undefined;
    if (running === undefined) throw error;
    return deadLettersAt(running.url, loadSecrets(config).operatorToken);
  }
  return {
    list: () => store.deadLetters.list(LIST_MAX),
    replay: async (id) => (await store.deadLetters.replay(id)) !== undefined,
    close: () => store.close(),
  };
}

function deadLettersAt(url: string, token: string): DeadLetterAccess {
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
  const checked = (response: Response): Response => {
    if (response.ok) return response;
    throw institutionsError('PMC_SOURCE_STATUS', { host: url, status: response.status });
  };
  return {
    list: async () => ((await checked(await call('GET', '')).json()) as { deadLetters: DeadLetter[] }).deadLetters,
    replay: async (id) => {
      const response = await call('POST', `/${encodeURIComponent(id)}/replay`);
      if (response.status === 404) return false;
      checked(response);
      return true;
    },
    close: async () => undefined,
  };
}
