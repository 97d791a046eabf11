/**
 * All threads of a node. Names them, connects them to the transport, and tells all threads when an actor is gone.
 */
import type { MessagePort } from 'node:worker_threads';
import type { Logger } from '../actor.ts';
import { THREAD_DEFAULTS, type ThreadSpec } from '../supervision/child-spec.ts';
import type { Clock } from '../clock.ts';
import type { DeadLetters } from '../messaging/dead-letters.ts';
import type { Monitor } from '../messaging/liveness.ts';
import type { Messenger } from '../messaging/messenger.ts';
import type { Exit } from '../supervision/slot.ts';
import { BEATS_PER_TIMEOUT, ThreadHost } from './thread-host.ts';

export interface ThreadTransport {
  /** File URL of a module that exports `connect`, a ConnectThread. */
  module: string;
  /** Serves the main thread's end of a channel that a thread has opened. */
  accept: (port: MessagePort) => void;
}

export interface ThreadHostsOptions {
  node: string;
  topicRoot: string;
  threadTransport: ThreadTransport;
  clock: Clock;
  log: Logger;
  messenger: Messenger;
  monitor: Monitor;
  deadLetters: DeadLetters;
}

export class ThreadHosts {
  readonly #options: ThreadHostsOptions;
  readonly #alive = new Set<ThreadHost>();
  #births = 0;

  constructor(options: ThreadHostsOptions) {
    this.#options = options;
  }

  host(spec: ThreadSpec, address: string, onExit: (exit: Exit) => void): ThreadHost {
    const { node, topicRoot, threadTransport, clock, log, monitor, deadLetters } = this.#options;
    this.#births += 1;
    const { module, args, resourceLimits, mailboxCapacity, startTimeoutMs, shutdownMs, heartbeatTimeoutMs } = {
      ...THREAD_DEFAULTS,
      ...spec,
    };
    const host = new ThreadHost({
      birth: {
        node,
        topicRoot,
        address,
        thread: `worker-${this.#births}`,
        module,
        args,
        transportModule: threadTransport.module,
        limits: { mailboxCapacity, startTimeoutMs, shutdownMs },
        heartbeatMs: heartbeatTimeoutMs / BEATS_PER_TIMEOUT,
      },
      resourceLimits,
      clock,
      log,
      onExit,
      acceptPort: threadTransport.accept,
      monitor,
      onDeadLetter: (letter) => deadLetters.add(letter),
      onGone: () => {
        this.#alive.delete(host);
        this.targetGone(address);
      },
    });
    this.#alive.add(host);
    return host;
  }

  /** In every thread, rejects the asks that wait for an actor that is gone. */
  targetGone(address: string): void {
    this.#options.messenger.targetGone(address);
    for (const host of this.#alive) host.targetGone(address);
  }
}
