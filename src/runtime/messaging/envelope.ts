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

/**
 * Writes an envelope. An ordinary message is joined from its parts, and only its body goes through `JSON.stringify`,
 * which takes half the time. `openEnvelope` finds the parts again. `body`: the text of the body, if it is written
 * already.
 */
export function sealEnvelope(envelope: Envelope, body?: string): string {
  const { id, to, replyTo, waitMs, error } = envelope;
  const plain = PLAIN.test(to) && (replyTo === undefined || PLAIN.test(replyTo));
  if (error !== undefined || !plain) return JSON.stringify(envelope);
  const head = replyTo === undefined ? TO : `${REPLY_TO}${replyTo}${WAIT}${waitMs}${TO_AFTER_WAIT}`;
  // `join` makes one flat string; `+` would leave that to the reader, which costs more
  return [ID, id, head, to, BODY, body ?? JSON.stringify(envelope.body), '}'].join('');
}

/** Parses and checks a payload that arrived on `topic` for `address`. Throws RUNTIME_ENVELOPE_INVALID. */
export function openEnvelope(topic: string, address: string, payload: string): Envelope {
  return openOrdinary(address, payload) ?? openAny(topic, address, payload);
}

const ID = '{"v":1,"id":"';
const REPLY_TO = '","replyTo":"';
const WAIT = '","waitMs":';
const TO = '","to":"';
const TO_AFTER_WAIT = ',"to":"';
const BODY = '","body":';
/** Characters that need no escape in JSON. */
const PLAIN = /^[\w./@~-]+$/;
/** What an ask has between its id and `TO_AFTER_WAIT`. */
const ASK = /","replyTo":"([\w.@~-]+(?:\/[\w.@~-]+)+)","waitMs":(0|[1-9]\d*)(?=,)/y;

/** Returns undefined when the payload does not look as `sealEnvelope` writes it, or is invalid. */
function openOrdinary(address: string, payload: string): Envelope | undefined {
  if (!payload.startsWith(ID) || !payload.endsWith('}')) return undefined;
  const idEnd = payload.indexOf('"', ID.length);
  const id = payload.slice(ID.length, idEnd);
  if (!PLAIN.test(id)) return undefined;
  if (payload.startsWith(TO, idEnd)) {
    const body = bodyAfter(payload, idEnd + TO.length, address);
    return body === undefined ? undefined : { v: 1, id, to: address, body };
  }
  ASK.lastIndex = idEnd;
  const ask = ASK.exec(payload);
  if (ask === null || !payload.startsWith(TO_AFTER_WAIT, ASK.lastIndex)) return undefined;
  const body = bodyAfter(payload, ASK.lastIndex + TO_AFTER_WAIT.length, address);
  return body === undefined ? undefined : { v: 1, id, to: address, body, replyTo: ask[1]!, waitMs: Number(ask[2]) };
}

/** Returns the body if `address` and then the body come at `index`. */
function bodyAfter(payload: string, index: number, address: string): unknown {
  const end = index + address.length;
  if (!payload.startsWith(address, index) || !payload.startsWith(BODY, end)) return undefined;
  try {
    return JSON.parse(payload.slice(end + BODY.length, -1));
  } catch {
    return undefined; // openAny reads it again, and says what is wrong
  }
}

function openAny(topic: string, address: string, payload: string): Envelope {
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
