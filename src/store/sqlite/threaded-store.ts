/** The embedded store in a thread of its own, because SQLite's calls block and the main thread must not. */
import { setImmediate } from 'node:timers/promises';
import { Piscina } from 'piscina';
import { CodedError, reasonOf } from '../../runtime/index.ts';
import { storeError } from '../errors.ts';
import type { Store } from '../store.ts';
import type { StoreClock } from './connection.ts';
import { elapsedOf } from './connection.ts';
import type { Run, StoreCall, StorePart, StoreReply } from './thread-protocol.ts';

/** Runs the calls of stores, one after the other. A dead thread is replaced. Calls in progress reject. */
export type StoreThread = Pick<Piscina<StoreCall, StoreReply>, 'run' | 'destroy'>;

export function startStoreThread(): StoreThread {
  return new Piscina<StoreCall, StoreReply>({
    filename: new URL('./thread.js', import.meta.url).href,
    minThreads: 1,
    maxThreads: 1,
    idleTimeout: Infinity,
    execArgv: [],
    resourceLimits: { maxYoungGenerationSizeMb: 8 },
  });
}

/**
 * The store in the file at `path`, not open yet. After its thread has died, the new one opens the file again. Closing
 * the store destroys the thread that `startThread` gave when it was opened.
 */
export function createSqliteStore(path: string, clock: StoreClock, startThread = startStoreThread): Store {
  return new ThreadedStore(path, clock, startThread);
}

class ThreadedStore implements Store {
  readonly sections = this.#part('sections');
  readonly changes = this.#part('changes');
  readonly watches = this.#part('watches');
  readonly notifications = this.#part('notifications');
  readonly deadLetters = this.#part('deadLetters');
  readonly accounts = this.#part('accounts');
  readonly channels = this.#part('channels');
  readonly pauses = this.#part('pauses');
  readonly keys = this.#part('keys');
  readonly members = this.#part('members');
  readonly budgets = this.#part('budgets');
  readonly retention = this.#part('retention');
  readonly terms = this.#part('terms');
  readonly sectionTable = this.#part('sectionTable');
  readonly users = this.#part('users');
  readonly audit = this.#part('audit');
  readonly incidents = this.#part('incidents');
  readonly keptSessions = this.#part('keptSessions');
  readonly traces = this.#part('traces');
  readonly totals = this.#part('totals');
  readonly series = this.#part('series');
  readonly archive = this.#part('archive');
  readonly #path: string;
  readonly #clock: StoreClock;
  readonly #startThread: () => StoreThread;
  #thread: StoreThread | undefined;
  #run: Run = 'new';

  constructor(path: string, clock: StoreClock, startThread: () => StoreThread) {
    this.#path = path;
    this.#clock = clock;
    this.#startThread = startThread;
  }

  async open(): Promise<void> {
    this.#thread = this.#startThread();
    try {
      await this.#call(null, 'open', [this.#run]);
      this.#run = 'same';
    } catch (error) {
      await this.#end();
      throw error;
    }
  }

  async close(): Promise<void> {
    if (this.#thread === undefined) return;
    try {
      await this.#call(null, 'close', []);
    } finally {
      await this.#end();
    }
  }

  async ping(): Promise<void> {
    await this.#call(null, 'ping', []);
  }

  async #end(): Promise<void> {
    await this.#thread?.destroy();
    this.#thread = undefined;
  }

  /** A sub-store that sends every method call to the thread. */
  #part<Part extends StorePart>(part: Part): Store[Part] {
    const handler: ProxyHandler<object> = {
      get:
        (_, method) =>
        (...args: unknown[]): Promise<unknown> =>
          this.#call(part, String(method), args),
    };
    return new Proxy({}, handler) as Store[Part];
  }

  async #call(part: StorePart | null, method: string, args: unknown[]): Promise<unknown> {
    if (this.#thread === undefined) throw storeError('PMC_STORE_UNAVAILABLE', { reason: 'it is not open' });
    return await valueOf(
      await this.#thread
        .run({ path: this.#path, now: this.#clock.now(), elapsed: elapsedOf(this.#clock), part, method, args })
        .catch((error: unknown) => {
          throw storeError('PMC_STORE_UNAVAILABLE', { reason: reasonOf(error) }, error);
        }),
    );
  }
}

async function valueOf(reply: StoreReply): Promise<unknown> {
  switch (reply.outcome) {
    case 'value':
      return reply.value;
    case 'error':
      throw new CodedError(reply.code, reply.next, reply.message);
    case 'list':
      return await rowsOf(reply.texts);
    case 'record':
      return { ...reply.rest, [reply.name]: await rowsOf(reply.texts) };
    default:
      return reply satisfies never;
  }
}

/** Lets other work run after each text. */
async function rowsOf(texts: string[]): Promise<unknown[]> {
  const rows: unknown[] = [];
  for (const text of texts) {
    rows.push(...(JSON.parse(text) as unknown[]));
    await setImmediate();
  }
  return rows;
}
