/**
 * The actor that owns the store: opens it, sees that it takes what is written, removes what is old, closes it. Address
 * `store`.
 */
import type { ActorContext, ActorSpec, Behavior } from '../runtime/index.ts';
import { CodedError, isForLater, unknownMessage } from '../runtime/index.ts';
import type { Store } from '../store/store.ts';

export type StoreMessage = { type: 'ping' } | { type: 'sweep' } | { type: 'retain' };

export interface StoreActorOptions {
  store: Pick<Store, 'open' | 'close' | 'ping' | 'accounts' | 'retention'>;
  /** How long what is over is kept. */
  keepMs: number;
  /** Whether this process does what one of all that share the store is to do. */
  isChosen: () => boolean;
}

const PING_MS = 10_000;
const SWEEP_MS = 3_600_000;
/** The first time: a start has better things to do. */
const RETAIN_AFTER_MS = 60_000;
/** Rows of a batch, and the pause after one: whoever waits for the store goes in between. */
const BATCH = 500;
const BATCH_PAUSE_MS = 250;

export function storeSpec(options: StoreActorOptions): ActorSpec<StoreMessage> {
  return {
    type: 'actor',
    id: 'store',
    shutdownMs: 8_000,
    start: async (context) => {
      await options.store.open();
      return new StoreActor(context, options);
    },
  };
}

class StoreActor implements Behavior<StoreMessage> {
  readonly #context: ActorContext<StoreMessage>;
  readonly #options: StoreActorOptions;
  #writable = true;

  constructor(context: ActorContext<StoreMessage>, options: StoreActorOptions) {
    this.#context = context;
    this.#options = options;
    context.schedule('ping', PING_MS, { type: 'ping' });
    context.schedule('sweep', 0, { type: 'sweep' });
    context.schedule('retain', RETAIN_AFTER_MS, { type: 'retain' });
  }

  async receive(message: StoreMessage): Promise<void> {
    switch (message.type) {
      case 'ping':
        await this.#ping();
        return this.#context.schedule('ping', PING_MS, message);
      case 'sweep':
        await this.#attempt(() => this.#sweep());
        return this.#context.schedule('sweep', SWEEP_MS, message);
      case 'retain':
        return this.#context.schedule('retain', await this.#retain(), message);
      default:
        return unknownMessage(message);
    }
  }

  stop(): Promise<void> {
    return this.#options.store.close();
  }

  /**
   * A store that does not answer fails this actor, and the next incarnation opens it anew. One that can only be read
   * stays open: that is all that is left.
   */
  async #ping(): Promise<void> {
    const failure = await this.#options.store.ping().catch((error: unknown) => {
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
    const expired = await this.#options.store.accounts.sweep();
    if (expired > 0) this.#context.log.info({ expired }, 'expired sessions and links removed');
  }

  /** Returns the milliseconds until the next batch. */
  async #retain(): Promise<number> {
    const { store, keepMs, isChosen } = this.#options;
    if (!isChosen()) return SWEEP_MS;
    const gone = await this.#attempt(() => store.retention.sweep(keepMs, BATCH));
    if (gone === undefined || Object.values(gone).every((count) => count === 0)) return SWEEP_MS;
    this.#context.log.info(gone, 'what was old is forgotten');
    return BATCH_PAUSE_MS;
  }

  /** Whether the store is well is for the ping to find: what could not be tidied up now is old next time as well. */
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
