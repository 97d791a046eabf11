/** The wire format of messages between actors: JSON with a version, validated by the receiver. */
import { isNextStep, reasonOf, runtimeError, type NextStep } from '../errors.ts';

export interface Envelope {
  v: 1;
  /** Unique while the sender lives. For people who read the messages on the transport. */
  id: string;
  /** The address of the receiver. */
  to: string;
  body?: unknown;
  /** Why an ask was refused; replaces the body. */
  error?: { code: string; next?: NextStep; message: string };
  /** The address for the answer to an ask. */
  replyTo?: string;
  /**
   * How long the sender waits for the answer, in milliseconds. A duration, not an instant, because the clocks of
   * two machines differ.
   */
  waitMs?: number;
}

/** Parses and checks a payload that arrived on `topic` for `address`. Throws RUNTIME_ENVELOPE_INVALID. */
export function openEnvelope(topic: string, address: string, payload: string): Envelope {
  let content: unknown;
  try {
    content = JSON.parse(payload);
  } catch (error) {
    throw runtimeError('RUNTIME_ENVELOPE_INVALID', { topic, reason: reasonOf(error) }, error);
  }
  const reason = flawOf(content, address);
  if (reason !== undefined) throw runtimeError('RUNTIME_ENVELOPE_INVALID', { topic, reason });
  return content as Envelope;
}

function flawOf(content: unknown, address: string): string | undefined {
  if (typeof content !== 'object' || content === null) return 'it is not an object';
  const { v, id, to, body, error, replyTo, waitMs } = content as Record<string, unknown>;
  if (v !== 1) return 'v is not 1';
  if (typeof id !== 'string' || id === '') return 'id is not a string';
  if (to !== address) return `to is not ${address}`;
  if (replyTo !== undefined && (typeof replyTo !== 'string' || !ADDRESS.test(replyTo)))
    return 'replyTo is not an address';
  if (waitMs !== undefined && !Number.isFinite(waitMs)) return 'waitMs is not a number';
  if ((body === undefined) === (error === undefined)) return 'it needs either a body or an error';
  if (error !== undefined && !isCodedError(error)) return 'error has no code and message';
  return undefined;
}

/** No wildcard, no empty segment: a reply is published to this address. */
const ADDRESS = /^[^/#+\0]+(\/[^/#+\0]+)+$/;

function isCodedError(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { code, next, message } = error as Record<string, unknown>;
  return typeof code === 'string' && (next === undefined || isNextStep(next)) && typeof message === 'string';
}
