/** One life of an actor: its mailbox, its behaviour, its timers, and the context it acts through. */
import { CodedError, reasonOf, runtimeError } from '../errors.ts';
import type { ActorContext, Behavior, Logger, Start } from '../actor.ts';
import type { Clock, Timer } from '../clock.ts';
import type { Envelope } from '../messaging/envelope.ts';
import { Mailbox } from '../messaging/mailbox.ts';
import { kindOf, typeOf, type Messenger } from '../messaging/messenger.ts';
import type { Exit, Incarnation } from './slot.ts';
import type { Subscription } from '../messaging/transport.ts';
import { UnknownMessage } from '../messaging/unknown-message.ts';
import { within } from '../guarding/within.ts';

export interface CellOptions {
  address: string;
  start: Start<unknown>;
  mailboxCapacity: number;
  startTimeoutMs: number;
  shutdownMs: number;
  /** `main` or `worker-N`. */
  thread: string;
  messenger: Messenger;
  clock: Clock;
  log: Logger;
  /** Tells the registry, which answers for this address whenever it is not live. */
  setLive: (live: boolean) => void;
  /** This life is over: whoever still waits for its answer waits in vain. */
  onGone: () => void;
  onExit: (exit: Exit) => void;
}

/** From the wire, or from the actor itself: then a body alone. */
/** `until`: when nobody waits for the answer any more, on the monotonic clock. */
type Delivery = Pick<Envelope, 'body' | 'replyTo'> & { until?: number };

export class ActorCell implements Incarnation {
  readonly #options: CellOptions;
  readonly #mailbox: Mailbox<Delivery>;
  readonly #timers = new Map<string, Timer>();
  readonly #failedWhileStarting: Promise<never>;
  #rejectStart: (error: Error) => void = () => {};
  #phase: 'starting' | 'live' | 'ended' = 'starting';
  /** Also what came of a start that was given up: it may still have to be released. */
  #starting: Promise<Behavior<unknown>> | undefined;
  #behavior: Behavior<unknown> | undefined;
  #subscribing: Promise<Subscription> | undefined;
  #finishedEarly = false;
  #current: Delivery | undefined;
  #stopping: Promise<void> | undefined;

  constructor(options: CellOptions) {
    this.#options = options;
    this.#mailbox = new Mailbox(options.mailboxCapacity, (delivery) => this.#handle(delivery));
    this.#failedWhileStarting = new Promise((_, reject) => {
      this.#rejectStart = reject;
    });
    this.#failedWhileStarting.catch(() => {});
  }

  async start(): Promise<void> {
    const { address, startTimeoutMs, clock } = this.#options;
    const late = () => runtimeError('RUNTIME_START_TIMEOUT', { address, timeoutMs: startTimeoutMs });
    try {
      await within(clock, startTimeoutMs, Promise.race([this.#comeAlive(), this.#failedWhileStarting]), late);
    } catch (error) {
      this.#end();
      throw error instanceof CodedError
        ? error
        : runtimeError('RUNTIME_START_FAILED', { address, reason: reasonOf(error) }, error);
    }
  }

  /** The message in hand gets half of the shutdown time, so that enough is left for the release if it hangs. */
  stop(): Promise<void> {
    this.#rejectStart(
      runtimeError('RUNTIME_START_FAILED', { address: this.#options.address, reason: 'it was stopped' }),
    );
    this.#end();
    return (this.#stopping ??= this.#release());
  }

  inspect(): ReturnType<Incarnation['inspect']> {
    return { mailbox: this.#mailbox.length, thread: this.#options.thread, ...this.#behavior?.inspect?.() };
  }

  async #comeAlive(): Promise<void> {
    const { address, start, messenger, setLive } = this.#options;
    this.#starting = (async () => start(this.#context()))();
    this.#behavior = await this.#starting;
    this.#subscribing = messenger.transport.subscribe(messenger.topics.of(address), (topic, payload) =>
      this.#receive(topic, payload),
    );
    await this.#subscribing;
    if (this.#phase !== 'starting') return;
    this.#phase = 'live';
    setLive(true);
    this.#mailbox.open();
    if (this.#finishedEarly) this.#exit({ reason: 'finished' });
  }

  #receive(topic: string, payload: string): void {
    // the registry has answered for this address
    if (this.#phase !== 'live') return;
    const { address, mailboxCapacity, messenger, clock } = this.#options;
    const envelope = messenger.read(topic, payload);
    if (envelope === undefined) return;
    const { body, replyTo, waitMs } = envelope;
    if (
      this.#mailbox.offer({
        body,
        ...(replyTo !== undefined && { replyTo }),
        ...(waitMs !== undefined && { until: clock.monotonic() + waitMs }),
      })
    )
      return;
    messenger.deadLetter('mailbox-full', address, kindOf(envelope));
    messenger.refuse(envelope, runtimeError('RUNTIME_MAILBOX_FULL', { address, capacity: mailboxCapacity }));
  }

  async #handle(delivery: Delivery): Promise<void> {
    const { address, messenger, clock } = this.#options;
    if (delivery.until !== undefined && clock.monotonic() > delivery.until) {
      messenger.deadLetter('expired', address, kindOf(delivery));
      return;
    }
    this.#current = delivery;
    try {
      if (typeOf(delivery.body) === undefined) throw new UnknownMessage('it has no type');
      await this.#behavior?.receive(delivery.body);
    } catch (error) {
      if (error instanceof UnknownMessage) {
        messenger.deadLetter('unknown-type', address, kindOf(delivery));
        return messenger.refuse(delivery, runtimeError('RUNTIME_MESSAGE_UNKNOWN', { address, type: kindOf(delivery) }));
      }
      messenger.refuse(delivery, runtimeError('RUNTIME_ACTOR_DEAD', { address }));
      this.#fail(error instanceof Error ? error : new Error(String(error)));
    } finally {
      this.#current = undefined;
    }
  }

  #context(): ActorContext<unknown> {
    const { address, messenger, clock, log } = this.#options;
    return {
      self: { address },
      clock,
      log: withActor(log, address),
      tell: (to, message) => messenger.tell(to, message),
      ask: (to, request, timeoutMs) => messenger.ask(to, request, timeoutMs),
      pipeToSelf: (promise, onValue, onError) => {
        promise.then(onValue, onError).then(
          (body) => this.#tellSelf(body),
          (error: Error) => this.#fail(error),
        );
      },
      schedule: (key, delayMs, message) => {
        this.#cancel(key);
        if (this.#phase === 'ended') return;
        this.#timers.set(
          key,
          clock.setTimeout(() => {
            this.#timers.delete(key);
            this.#tellSelf(message);
          }, delayMs),
        );
      },
      cancel: (key) => this.#cancel(key),
      fail: (error) => this.#fail(error),
      finish: () => this.#exit({ reason: 'finished' }),
    };
  }

  #tellSelf(body: unknown): void {
    if (!this.#mailbox.put({ body }))
      this.#options.messenger.deadLetter('dropped', this.#options.address, kindOf({ body }));
  }

  #cancel(key: string): void {
    const timer = this.#timers.get(key);
    if (timer !== undefined) this.#options.clock.clearTimeout(timer);
    this.#timers.delete(key);
  }

  #fail(error: Error): void {
    if (this.#phase === 'ended')
      this.#options.log.warn({ address: this.#options.address, err: error }, 'an actor that had ended failed');
    this.#exit({ reason: 'failed', error });
  }

  #exit(exit: Exit): void {
    if (this.#phase === 'starting') {
      if (exit.reason === 'failed') this.#rejectStart(exit.error);
      else this.#finishedEarly = true;
    }
    if (this.#phase !== 'live') return;
    this.#end();
    this.#options.onExit(exit);
  }

  /** From here on nothing is received; what waited is dead. */
  #end(): void {
    if (this.#phase === 'ended') return;
    const { address, messenger, clock, setLive } = this.#options;
    this.#phase = 'ended';
    setLive(false);
    for (const timer of this.#timers.values()) clock.clearTimeout(timer);
    this.#timers.clear();
    for (const delivery of this.#mailbox.close()) {
      messenger.deadLetter('dropped', address, kindOf(delivery));
      messenger.refuse(delivery, runtimeError('RUNTIME_ACTOR_DEAD', { address }));
    }
  }

  async #release(): Promise<void> {
    const { address, clock, log, messenger, shutdownMs } = this.#options;
    const late = () => new Error(`not within ${shutdownMs} ms`);
    const unsubscribe = async () => (await this.#subscribing)?.close();
    const stopBehavior = async () => {
      await within(clock, shutdownMs / 2, this.#mailbox.idle(), late).catch(() => {
        if (this.#current !== undefined)
          messenger.refuse(this.#current, runtimeError('RUNTIME_ACTOR_DEAD', { address }));
      });
      // a failed start has nothing to release; a late one has
      const behavior = await this.#starting?.catch(() => undefined);
      await behavior?.stop?.();
    };
    const unclean = (error: unknown) =>
      log.warn({ address, err: error }, 'an actor did not stop cleanly and is abandoned');
    const released = Promise.all([unsubscribe().catch(unclean), stopBehavior().catch(unclean)]);
    await within(clock, shutdownMs, released, late).catch(unclean);
    this.#options.onGone();
  }
}

function withActor(log: Logger, actor: string): Logger {
  return {
    debug: (fields, event) => log.debug({ actor, ...fields }, event),
    info: (fields, event) => log.info({ actor, ...fields }, event),
    warn: (fields, event) => log.warn({ actor, ...fields }, event),
    error: (fields, event) => log.error({ actor, ...fields }, event),
  };
}
