/**
 * The wire format of lifecycle signals between the main thread and an actor's thread. Messages between actors never
 * travel here.
 */
import type { MessagePort } from 'node:worker_threads';
import type { DeadLetter } from '../messaging/dead-letters.ts';
import type { LifeSignal } from '../messaging/liveness.ts';
import { CodedError, type NextStep } from '../errors.ts';
import type { Incarnation } from '../supervision/slot.ts';
import type { Transport } from '../messaging/transport.ts';

/** The data that a thread starts with. */
export interface ThreadBirth {
  node: string;
  topicRoot: string;
  address: string;
  /** `worker-N`. */
  thread: string;
  module: string;
  args: unknown;
  transportModule: string;
  limits: { mailboxCapacity: number; startTimeoutMs: number; shutdownMs: number };
  heartbeatMs: number;
}

export type ToThread =
  | { type: 'stop' }
  /** An actor of the node is gone: asks that wait for it are rejected. */
  | { type: 'target-gone'; address: string }
  /** A signal for the watch with this id. */
  | { type: 'life'; watch: number; signal: LifeSignal };

/** What a thread tells about itself with each heartbeat. */
export type ThreadVitals = Omit<ReturnType<Incarnation['inspect']>, 'thread' | 'heartbeatMs' | 'budget'>;

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

export type FromThread =
  | { type: 'started' }
  | { type: 'start-failed'; error: PlainError }
  | { type: 'failed'; error: PlainError }
  | { type: 'finished' }
  | { type: 'stopped' }
  /** Whether messages reach the actor. */
  | { type: 'live'; live: boolean }
  | { type: 'watch'; watch: number; address: string }
  | { type: 'unwatch'; watch: number }
  | { type: 'heartbeat'; vitals: ThreadVitals }
  /** The main thread's end of a new channel for the transport. */
  | { type: 'port'; port: MessagePort }
  | { type: 'dead-letter'; letter: DeadLetter }
  | { type: 'log'; level: LogLevel; fields: object; event: string };

/**
 * The `connect` export of the transport's module. It runs in the thread. `newPort` opens a channel to the main thread
 * and returns the thread's end. Call `onConnection` with false when the connection breaks, and with true when it and
 * its subscriptions are back. In between the actor counts as dead, because no message reaches it.
 */
export type ConnectThread = (
  newPort: () => MessagePort,
  onConnection: (connected: boolean) => void,
) => Promise<Transport>;

/** An error with its code, as it is sent between threads. */
export interface PlainError {
  code?: string;
  next?: NextStep;
  message: string;
  stack?: string;
}

export function toPlainError(error: Error): PlainError {
  return {
    message: error.message,
    ...(error instanceof CodedError && { code: error.code, next: error.next }),
    ...(error.stack !== undefined && { stack: error.stack }),
  };
}

export function fromPlainError({ code, next, message, stack }: PlainError): Error {
  const error = code === undefined || next === undefined ? new Error(message) : new CodedError(code, next, message);
  if (stack !== undefined) error.stack = stack;
  return error;
}
