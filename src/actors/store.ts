/**
 * Opens and closes the store. In between, checks that it can be written to, ends pauses of watches whose time is over,
 * and removes old data. Address `store`.
 */
import type { Config } from '../config/config.ts';
import type { Members } from '../nodes/members.ts';
import type { Unplaced } from '../nodes/place.ts';
import type { ActorContext, Behavior } from '../runtime/index.ts';
import { CodedError, isForLater } from '../runtime/index.ts';
import type { Store } from '../store/store.ts';

type Internal = { type: 'ping' } | { type: 'sweep' } | { type: 'retain' };

/** The parts of the node that this actor uses. */
export interface StoreNode {
  readonly store: Pick<Store, 'open' | 'close' | 'ping' | 'accounts' | 'watches' | 'retention' | 'traces'>;
  readonly config: Pick<Config, 'retentionMs'>;
  readonly members: Pick<Members, 'publishes'>;
}

const PING_MS = 10_000;
const SWEEP_MS = 3_600_000;
/** How long it is known which look found a change. No notification waits longer (NOTIFY_GIVE_UP_SECONDS). */
const TRACES_MS = 31 * 86_400_000;
/** Milliseconds until old data is first removed: a start has more urgent work. */
const RETAIN_AFTER_MS = 60_000;
/** Rows per batch. */
const BATCH = 500;
/** Pause after a batch, so that others can use the store. */
const BATCH_PAUSE_MS = 250;

export function storeSpec(node: StoreNode): Unplaced<Internal> {
  return {
    type: 'actor',
    shutdownMs: 8_000,
    start: async (context) => {
      await node.store.open();
      return new StoreActor(context, node);
    },
  };
}

class StoreActor implements Behavior<Internal> {
  readonly #context: ActorContext<Internal>;
  readonly #node: StoreNode;
  #writable = true;

  constructor(context: ActorContext<Internal>, node: StoreNode) {
    this.#context = context;
    this.#node = node;
    context.schedule('ping', PING_MS, { type: 'ping' });
    context.schedule('sweep', 0, { type: 'sweep' });
    context.schedule('retain', RETAIN_AFTER_MS, { type: 'retain' });
  }

  async receive(message: Internal): Promise<void> {
    switch (message.type) {
      case 'ping':
        await this.#ping();
        await this.#attempt(() => this.#node.store.watches.resume());
        return this.#context.schedule('ping', PING_MS, message);
      case 'sweep':
        await this.#attempt(() => this.#sweep());
        return this.#context.schedule('sweep', SWEEP_MS, message);
      case 'retain':
        return this.#context.schedule('retain', await this.#retain(), message);
      default:
        return message satisfies never;
    }
  }

  stop(): Promise<void> {
    return this.#node.store.close();
  }

  /**
   * A store that does not answer fails this actor: the next incarnation opens the store again. A store that is
   * read-only stays open, because reading still works.
   */
  async #ping(): Promise<void> {
    const failure = await this.#node.store.ping().catch((error: unknown) => {
      if (error instanceof CodedError && error.code === 'PMC_STORE_UNWRITABLE') return error;
      throw error;
    });
    const { log } = this.#context;
    if (this.#writable && failure !== undefined)
      log.error({ code: failure.code, reason: failure.message }, 'nothing can be written');
    if (!this.#writable && failure === undefined) log.info({}, 'writing works again');
    this.#writable = failure === undefined;
  }

  async #sweep(): Promise<void> {
    const { accounts, traces } = this.#node.store;
    const expired = await accounts.sweep();
    await traces.forget(TRACES_MS);
    if (expired > 0) this.#context.log.info({ expired }, 'expired sessions and links removed');
  }

  /** Removes a batch of old data. Returns the milliseconds until the next batch. */
  async #retain(): Promise<number> {
    const { store, config, members } = this.#node;
    // One node does it for all that share the store.
    if (!members.publishes) return SWEEP_MS;
    const gone = await this.#attempt(() => store.retention.sweep(config.retentionMs, BATCH));
    if (gone === undefined || Object.values(gone).every((count) => count === 0)) return SWEEP_MS;
    this.#context.log.info(gone, 'what was old is forgotten');
    return BATCH_PAUSE_MS;
  }

  /** Logs a failure and goes on: the ping checks the store, and old data can be removed the next time. */
  async #attempt<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
    try {
      return await work();
    } catch (error) {
      if (!isForLater(error)) throw error;
      this.#context.log.warn({ code: error.code, reason: error.message }, 'tidying up is put off');
      return undefined;
    }
  }
}
