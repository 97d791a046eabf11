/**
 * Access to the dead letters of a system. If a running system holds the lock of the store, it is asked over HTTP.
 * Otherwise the store is opened here.
 */
import type { Config } from '../config/config.ts';
import { CodedError } from '../runtime/index.ts';
import { createStore } from '../store/create-store.ts';
import type { DeadLetter } from '../store/dead-letters.ts';
import { eachDeadLetter } from '../store/each-dead-letter.ts';
import type { RunningSystem } from './running-system.ts';
import { findSystem } from './running-system.ts';

export interface DeadLetterAccess {
  list(): Promise<DeadLetter[]>;
  /** Returns false if there is no such dead letter. */
  replay(id: string): Promise<boolean>;
  /** Returns how many there were. */
  replayAll(): Promise<number>;
  close(): Promise<void>;
}

const LIST_MAX = 1_000;
const NOT_FOUND = 404;

/** Rejects with the error of the store if it cannot be opened, or is locked and no system answers. */
export async function openDeadLetters(config: Config): Promise<DeadLetterAccess> {
  const store = await createStore(config.storeUrl);
  try {
    await store.open();
  } catch (error) {
    const isLocked = error instanceof CodedError && error.code === 'PMC_STORE_LOCKED';
    const system = isLocked ? await findSystem(config) : undefined;
    if (system === undefined) throw error;
    return deadLettersOf(system);
  }
  const replay = async (id: string): Promise<boolean> => (await store.deadLetters.replay(id)) !== undefined;
  return {
    list: () => store.deadLetters.list(LIST_MAX),
    replay,
    replayAll: () => eachDeadLetter(store.deadLetters, ({ id }) => replay(id)),
    close: () => store.close(),
  };
}

function deadLettersOf(system: RunningSystem): DeadLetterAccess {
  return {
    list: async () => ((await system.call('GET', 'dead-letters')).body as { deadLetters: DeadLetter[] }).deadLetters,
    replay: async (id) => {
      const { status } = await system.call('POST', `dead-letters/${encodeURIComponent(id)}/replay`, [NOT_FOUND]);
      return status !== NOT_FOUND;
    },
    replayAll: async () => {
      const { body } = await system.call('POST', 'dead-letters/replay', [], { all: true });
      return (body as { handled: number }).handled;
    },
    close: async () => undefined,
  };
}
