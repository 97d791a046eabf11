/** One life of an actor: starts its behaviour, passes messages to it, stops it and releases what it owns. */
import { CodedError, reasonOf, runtimeError } from '../errors.ts';
import type { Behavior, Start } from '../actor.ts';
import type { Breaker } from '../guarding/breaker.ts';
import { within } from '../guarding/within.ts';
import { Receiver } from '../messaging/receiver.ts';
import type { Accepts } from '../messaging/protocol.ts';
import type { Subscription } from '../messaging/transport.ts';
import { cellContext, type CellContext, type Surroundings } from './cell-context.ts';
import type { Exit, Incarnation } from './slot.ts';

export interface CellOptions {
  address: string;
  /** `main` or `worker-N`. */
  thread: string;
  actor: {
    start: Start<unknown>;
    accepts: Accepts;
    mailboxCapacity: number;
    startTimeoutMs: number;
    shutdownMs: number;
  };
  surroundings: Surroundings;
  /** Called when this life is over and released. Asks that wait for its answer will not get one. */
  onGone: () => void;
  onExit: (exit: Exit) => void;
}

export class ActorCell implements Incarnation {
  readonly #options: CellOptions;
  readonly #receiver: Receiver;
  readonly #context: CellContext;
  readonly #failedWhileStarting: Promise<never>;
  #rejectStart: (error: Error) => void = () => {};
  #phase: 'starting' | 'live' | 'ended' = 'starting';
  /** The start, even one that timed out: what it has made must still be released. */
  #starting: Promise<Behavior<unknown>> | undefined;
  #behavior: Behavior<unknown> | undefined;
  #subscribing: Promise<Subscription> | undefined;
  #finishedEarly = false;
  #stopping: Promise<void> | undefined;

  constructor(options: CellOptions) {
    const { address, actor, surroundings } = options;
    this.#options = options;
    this.#receiver = new Receiver({
      ...actor,
      ...surroundings,
      address,
      handle: (body) => this.#behavior?.receive(body),
      onFailure: (error) => this.#exit({ reason: 'failed', error }),
    });
    this.#context = cellContext(surroundings, {
      address,
      tellSelf: (body) => this.#receiver.receiveOwn(body),
      exit: (exit) => this.#exit(exit),
    });
    this.#failedWhileStarting = new Promise((_, reject) => {
      this.#rejectStart = reject;
    });
    // start() gets the error. An actor that fails later exits in another way.
    this.#failedWhileStarting.catch(() => {});
  }

  async start(): Promise<void> {
    const { address, actor, surroundings } = this.#options;
    const timeoutMs = actor.startTimeoutMs;
    const late = () => runtimeError('RUNTIME_START_TIMEOUT', { address, timeoutMs });
    try {
      await within(surroundings.clock, timeoutMs, Promise.race([this.#comeAlive(), this.#failedWhileStarting]), late);
    } catch (error) {
      this.#end();
      throw error instanceof CodedError
        ? error
        : runtimeError('RUNTIME_START_FAILED', { address, reason: reasonOf(error) }, error);
    }
  }

  /** The message being handled gets half of the shutdown time. If it hangs, the other half is left for the release. */
  stop(): Promise<void> {
    this.#rejectStart(
      runtimeError('RUNTIME_START_FAILED', { address: this.#options.address, reason: 'it was stopped' }),
    );
    this.#end();
    return (this.#stopping ??= this.#release());
  }

  inspect(): ReturnType<Incarnation['inspect']> {
    return {
      mailbox: this.#receiver.waiting,
      ...this.#receiver.oldest,
      thread: this.#options.thread,
      ...this.#behavior?.inspect?.(),
    };
  }

  crash(error: Error): void {
    this.#exit({ reason: 'failed', error });
  }

  get breaker(): Breaker | undefined {
    return this.#behavior?.breaker;
  }

  async #comeAlive(): Promise<void> {
    const {
      address,
      actor,
      surroundings: { messenger, monitor },
    } = this.#options;
    this.#starting = (async () => actor.start(this.#context.context))();
    this.#behavior = await this.#starting;
    // too late: its life has ended, and nobody would close the subscription
    if (this.#phase !== 'starting') return;
    this.#subscribing = messenger.transport.subscribe(messenger.topics.keep(address), (topic, payload) => {
      // the registry answers for an actor that is not live
      if (this.#phase === 'live') this.#receiver.receive(topic, payload);
    });
    await this.#subscribing;
    if (this.#phase !== 'starting') return;
    this.#phase = 'live';
    monitor.set(address, true);
    this.#receiver.open();
    if (this.#finishedEarly) this.#exit({ reason: 'finished' });
  }

  #exit(exit: Exit): void {
    const { address, surroundings, onExit } = this.#options;
    if (this.#phase === 'ended' && exit.reason === 'failed') {
      surroundings.log.warn({ address, err: exit.error }, 'an actor that had ended failed');
    }
    if (this.#phase === 'starting') {
      if (exit.reason === 'failed') this.#rejectStart(exit.error);
      else this.#finishedEarly = true;
    }
    if (this.#phase !== 'live') return;
    this.#end();
    onExit(exit);
  }

  /** Ends this life: no more messages are received. */
  #end(): void {
    if (this.#phase === 'ended') return;
    this.#phase = 'ended';
    this.#options.surroundings.monitor.set(this.#options.address, false);
    this.#context.end();
    this.#receiver.close();
  }

  async #release(): Promise<void> {
    const {
      address,
      actor: { shutdownMs },
      surroundings: { clock, log },
      onGone,
    } = this.#options;
    const late = () => new Error(`not within ${shutdownMs} ms`);
    const unsubscribe = async () => (await this.#subscribing)?.close();
    const stopBehavior = async () => {
      await within(clock, shutdownMs / 2, this.#receiver.idle(), late).catch(() => this.#receiver.abandon());
      // a failed start has nothing to release, but a late one has
      const behavior = await this.#starting?.catch(() => undefined);
      await behavior?.stop?.();
    };
    const unclean = (error: unknown) =>
      log.warn({ address, err: error }, 'an actor did not stop cleanly and is abandoned');
    const released = Promise.all([unsubscribe().catch(unclean), stopBehavior().catch(unclean)]);
    await within(clock, shutdownMs, released, late).catch(unclean);
    onGone();
  }
}
