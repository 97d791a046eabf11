/** One life of an actor in a worker thread, seen from the main thread: starts it, checks its heartbeat, ends it. */
import { Worker } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { runtimeError } from '../errors.ts';
import type { Logger } from '../actor.ts';
import type { ThreadSpec } from '../supervision/child-spec.ts';
import type { Clock, Timer } from '../clock.ts';
import type { DeadLetter } from '../messaging/dead-letters.ts';
import type { Monitor } from '../messaging/liveness.ts';
import type { Exit, Incarnation } from '../supervision/slot.ts';
import {
  fromPlainError,
  type FromThread,
  type ThreadBirth,
  type ThreadVitals,
  type ToThread,
} from './thread-protocol.ts';
import { within } from '../guarding/within.ts';

export interface ThreadHostOptions {
  birth: ThreadBirth;
  resourceLimits: ThreadSpec['resourceLimits'];
  clock: Clock;
  log: Logger;
  acceptPort: (port: MessagePort) => void;
  monitor: Monitor;
  onDeadLetter: (letter: DeadLetter) => void;
  /** Called when the thread has ended. Asks that wait for its actor will not get an answer. */
  onGone: () => void;
  onExit: (exit: Exit) => void;
}

/**
 * Heartbeats of a thread within its heartbeat timeout. After this many misses in a row, the thread counts as hung. The
 * host counts misses, not time, so that a delay of the main thread itself does no harm.
 */
export const BEATS_PER_TIMEOUT = 3;

export class ThreadHost implements Incarnation {
  readonly #options: ThreadHostOptions;
  #worker: Worker | undefined;
  #started: { resolve: () => void; reject: (error: Error) => void } | undefined;
  #phase: 'starting' | 'running' | 'ended' = 'starting';
  #uncaught: unknown;
  /** The functions that stop the watches of the actor, by watch id. */
  readonly #watches = new Map<number, () => void>();
  #heartbeat: Timer | undefined;
  #missed = 0;
  #vitals: ThreadVitals = { mailbox: 0 };
  #beatAt: number | undefined;
  #over: Promise<void> = Promise.resolve();
  #stopping: Promise<void> | undefined;

  constructor(options: ThreadHostOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    const { birth, clock } = this.#options;
    const worker = this.#createWorker();
    this.#worker = worker;
    const started = new Promise<void>((resolve, reject) => {
      this.#started = { resolve, reject };
    });
    worker.on('message', (signal: FromThread) => this.#receive(signal));
    worker.on('error', (error) => {
      this.#uncaught = error;
    });
    this.#over = new Promise((resolve) => {
      worker.on('exit', (exitCode) => {
        this.#options.onGone();
        this.#end({
          reason: 'failed',
          error: runtimeError('RUNTIME_THREAD_EXITED', { address: birth.address, exitCode }, this.#uncaught),
        });
        resolve();
      });
    });
    const late = () =>
      runtimeError('RUNTIME_START_TIMEOUT', { address: birth.address, timeoutMs: birth.limits.startTimeoutMs });
    await within(clock, birth.limits.startTimeoutMs, started, late);
  }

  /** Throws what Node throws: the arguments cannot be copied, or the process may have no more threads. */
  #createWorker(): Worker {
    const { birth, resourceLimits, onGone } = this.#options;
    try {
      return new Worker(new URL('./thread-entry.js', import.meta.url), {
        workerData: birth,
        resourceLimits,
        name: birth.address,
        execArgv: [],
      });
    } catch (error) {
      onGone();
      throw error;
    }
  }

  stop(): Promise<void> {
    return (this.#stopping ??= this.#stopThread());
  }

  /** Tells the thread to reject asks that wait for `address`. */
  targetGone(address: string): void {
    this.#send({ type: 'target-gone', address });
  }

  inspect(): ReturnType<Incarnation['inspect']> {
    const { birth, clock } = this.#options;
    if (this.#beatAt === undefined) return { ...this.#vitals, thread: birth.thread };
    // In whole beats: it changes only when a beat is late, because whoever follows the tree is sent every change.
    const beats = Math.floor((clock.monotonic() - this.#beatAt) / birth.heartbeatMs);
    return { ...this.#vitals, heartbeatMs: Math.round(beats * birth.heartbeatMs), thread: birth.thread };
  }

  crash(error: Error): void {
    this.#end({ reason: 'failed', error });
    void this.#worker?.terminate();
  }

  #receive(signal: FromThread): void {
    const { birth, monitor, log, acceptPort, onDeadLetter } = this.#options;
    switch (signal.type) {
      case 'started':
        return this.#becomeRunning();
      case 'start-failed':
      case 'failed':
        return this.#end({ reason: 'failed', error: fromPlainError(signal.error) });
      case 'finished':
        return this.#end({ reason: 'finished' });
      case 'stopped':
        return void this.#worker?.terminate();
      case 'live':
        return this.#phase === 'ended' ? undefined : monitor.set(birth.address, signal.live);
      case 'watch':
        return this.#watchFor(signal.watch, signal.address);
      case 'unwatch':
        this.#watches.get(signal.watch)?.();
        this.#watches.delete(signal.watch);
        return;
      case 'heartbeat':
        return this.#beat(signal.vitals);
      case 'port':
        return acceptPort(signal.port);
      case 'dead-letter':
        return onDeadLetter(signal.letter);
      case 'log':
        return log[signal.level](signal.fields, signal.event);
      default:
        return signal satisfies never;
    }
  }

  #beat(vitals: ThreadVitals): void {
    this.#missed = 0;
    this.#vitals = vitals;
    this.#beatAt = this.#options.clock.monotonic();
  }

  #becomeRunning(): void {
    if (this.#phase !== 'starting') return;
    this.#phase = 'running';
    this.#awaitHeartbeat();
    this.#started?.resolve();
  }

  #watchFor(watch: number, address: string): void {
    if (this.#phase === 'ended') return;
    const stop = this.#options.monitor.watch(address, (signal) => this.#send({ type: 'life', watch, signal }));
    this.#watches.set(watch, stop);
  }

  #awaitHeartbeat(): void {
    const { birth, clock } = this.#options;
    this.#heartbeat = clock.setTimeout(() => {
      this.#missed += 1;
      if (this.#missed < BEATS_PER_TIMEOUT) return this.#awaitHeartbeat();
      this.#end({
        reason: 'failed',
        error: runtimeError('RUNTIME_THREAD_HUNG', {
          address: birth.address,
          silentMs: birth.heartbeatMs * BEATS_PER_TIMEOUT,
        }),
      });
      void this.#worker?.terminate();
    }, birth.heartbeatMs);
  }

  /** Reports the end once. */
  #end(exit: Exit): void {
    const phase = this.#leave();
    if (phase === 'running') this.#options.onExit(exit);
    if (phase === 'starting')
      this.#started?.reject(exit.reason === 'failed' ? exit.error : this.#notStarted('it finished while starting'));
  }

  /** Ends heartbeats and watches, and marks the actor as not live. Returns the phase it was in. */
  #leave(): 'starting' | 'running' | 'ended' {
    const phase = this.#phase;
    if (phase === 'ended') return phase;
    this.#phase = 'ended';
    this.#options.monitor.set(this.#options.birth.address, false);
    for (const stop of this.#watches.values()) stop();
    this.#watches.clear();
    if (this.#heartbeat !== undefined) this.#options.clock.clearTimeout(this.#heartbeat);
    return phase;
  }

  async #stopThread(): Promise<void> {
    if (this.#leave() === 'starting') this.#started?.reject(this.#notStarted('it was stopped'));
    this.#send({ type: 'stop' });
    const { birth, clock, log } = this.#options;
    await within(
      clock,
      birth.limits.shutdownMs,
      this.#over,
      () => new Error(`not within ${birth.limits.shutdownMs} ms`),
    ).catch((error: unknown) => {
      log.warn({ address: birth.address, err: error }, 'a thread did not stop and is terminated');
      return this.#worker?.terminate();
    });
  }

  #send(signal: ToThread): void {
    this.#worker?.postMessage(signal);
  }

  #notStarted(reason: string): Error {
    return runtimeError('RUNTIME_START_FAILED', { address: this.#options.birth.address, reason });
  }
}
