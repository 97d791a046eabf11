/** The context of one life of an actor. Its timers and watches end with that life. */
import type { ActorContext, Logger } from '../actor.ts';
import { errorOf } from '../errors.ts';
import type { Clock, Timer } from '../clock.ts';
import type { LifeSignal, Monitor } from '../messaging/liveness.ts';
import type { Messenger } from '../messaging/messenger.ts';
import type { Exit } from './slot.ts';

/** What all actors of one thread share. */
export interface Surroundings {
  messenger: Messenger;
  monitor: Monitor;
  clock: Clock;
  log: Logger;
}

export interface ContextOwner {
  address: string;
  /** Puts a message from the actor to itself into its mailbox. */
  tellSelf: (body: unknown) => void;
  exit: (exit: Exit) => void;
}

export interface CellContext {
  context: ActorContext<unknown>;
  /** Cancels timers and watches. */
  end: () => void;
}

export function cellContext({ messenger, monitor, clock, log }: Surroundings, owner: ContextOwner): CellContext {
  const { address, tellSelf, exit } = owner;
  const timers = new Map<string, Timer>();
  const watches = new Map<string, () => void>();
  let ended = false;
  const fail = (thrown: unknown): void => exit({ reason: 'failed', error: errorOf(thrown) });

  const cancel = (key: string): void => {
    const timer = timers.get(key);
    if (timer !== undefined) clock.clearTimeout(timer);
    timers.delete(key);
  };
  const unwatch = (watched: string): void => {
    watches.get(watched)?.();
    watches.delete(watched);
  };

  const context: ActorContext<unknown> = {
    self: { address },
    clock,
    log: withActor(log, address),
    tell: (to, message) => messenger.tell(to, message),
    ask: (to, request, timeoutMs) => messenger.ask(to, request, timeoutMs),
    pipeToSelf: (promise, onValue, onError) => {
      promise.then(onValue, onError).then(tellSelf, fail);
    },
    schedule: (key, delayMs, message) => {
      cancel(key);
      if (ended) return;
      timers.set(
        key,
        clock.setTimeout(() => {
          timers.delete(key);
          tellSelf(message);
        }, delayMs),
      );
    },
    cancel,
    watch: (ref, toMessage) => {
      unwatch(ref.address);
      if (ended) return;
      const listener = (signal: LifeSignal): void => {
        try {
          tellSelf(toMessage(signal));
        } catch (error) {
          // not during the signal: other listeners have yet to get it
          queueMicrotask(() => fail(error));
        }
      };
      watches.set(ref.address, monitor.watch(ref.address, listener));
    },
    unwatch: (ref) => unwatch(ref.address),
    fail,
    finish: () => exit({ reason: 'finished' }),
  };
  const end = (): void => {
    ended = true;
    for (const timer of timers.values()) clock.clearTimeout(timer);
    timers.clear();
    for (const stop of watches.values()) stop();
    watches.clear();
  };
  return { context, end };
}

function withActor(log: Logger, actor: string): Logger {
  return {
    debug: (fields, event) => log.debug({ actor, ...fields }, event),
    info: (fields, event) => log.info({ actor, ...fields }, event),
    warn: (fields, event) => log.warn({ actor, ...fields }, event),
    error: (fields, event) => log.error({ actor, ...fields }, event),
  };
}
