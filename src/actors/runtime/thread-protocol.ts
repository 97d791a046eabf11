/** The wire format of lifecycle signals between the main thread and an actor's thread. Messages between actors never travel here. */
import type { MessagePort } from 'node:worker_threads';
import type { BreakerState } from './breaker.ts';
import type { DeadLetter } from './dead-letters.ts';
import { PmcError, type ErrorCode } from '../../errors.ts';
import type { Transport } from './transport.ts';

/** What a thread is born with. */
export interface ThreadBirth {
  node: string;
  address: string;
  /** `worker-N`. */
  thread: string;
  module: string;
  args: unknown;
  transportModule: string;
  mailboxCapacity: number;
  startTimeoutMs: number;
  shutdownMs: number;
  heartbeatMs: number;
}

export type ToThread =
  | { type: 'stop' }
  /** An actor of the node is gone and cannot answer: asks that wait for it end. */
  | { type: 'target-gone'; address: string };

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

export type FromThread =
  | { type: 'started' }
  | { type: 'start-failed'; error: PlainError }
  | { type: 'failed'; error: PlainError }
  | { type: 'finished' }
  | { type: 'stopped' }
  | { type: 'live'; live: boolean }
  | { type: 'heartbeat'; mailbox: number; breaker?: BreakerState }
  /** The main thread's end of a new channel for the transport. */
  | { type: 'port'; port: MessagePort }
  | { type: 'dead-letter'; letter: DeadLetter }
  | { type: 'log'; level: LogLevel; fields: object; event: string };

/** What the transport's module exports for threads: connects through the ends of new channels that `newPort` gives. */
export type ConnectThread = (newPort: () => MessagePort) => Promise<Transport>;

/** An error that survives the border with its code. */
export interface PlainError { code?: ErrorCode; message: string; stack?: string }

export function toPlainError(error: Error): PlainError {
  return {
    message: error.message,
    ...(error instanceof PmcError && { code: error.code }),
    ...(error.stack !== undefined && { stack: error.stack }),
  };
}

export function fromPlainError({ code, message, stack }: PlainError): Error {
  const error = code === undefined ? new Error(message) : new PmcError(code, message);
  if (stack !== undefined) error.stack = stack;
  return error;
}
