/** The messages that wait for one client. They share their bytes with the outboxes of other clients. */
import type { Encoded } from './publish-packet.ts';

/** About the most bytes that are copied and written at once. */
const BATCH_BYTES = 128 * 1024;
const LAST_ID = 65_535;

interface Waiting {
  readonly message: Encoded;
  readonly id: number;
  readonly taken: (() => void) | undefined;
}

export interface Batch {
  readonly bytes: Buffer;
  /** To be called when the connection has taken the bytes. */
  readonly taken: readonly (() => void)[];
}

export class Outbox {
  #waiting: Waiting[] = [];
  /** Index of the first one that was not taken yet. */
  #first = 0;
  #bytes = 0;
  #lastId = 0;

  get messages(): number {
    return this.#waiting.length - this.#first;
  }
  /** Of all messages, also those that other outboxes have. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Returns the packet identifier of the message. `taken` is called when the connection has taken it. */
  push(message: Encoded, taken?: () => void): number {
    const id = message.idAt === 0 ? 0 : this.#nextId();
    this.#waiting.push({ message, id, taken });
    this.#bytes += message.bytes.length;
    return id;
  }

  /** Takes the next messages out: whole packets, each with its identifier. */
  next(): Batch {
    let end = this.#first;
    let length = 0;
    while (end < this.#waiting.length && length < BATCH_BYTES) {
      length += this.#waiting[end]!.message.bytes.length;
      end += 1;
    }
    const bytes = Buffer.allocUnsafe(length);
    const callbacks: (() => void)[] = [];
    let at = 0;
    for (let index = this.#first; index < end; index += 1) {
      const { message, id, taken } = this.#waiting[index]!;
      bytes.set(message.bytes, at);
      if (message.idAt > 0) bytes.writeUInt16BE(id, at + message.idAt);
      at += message.bytes.length;
      if (taken !== undefined) callbacks.push(taken);
    }
    this.#bytes -= length;
    this.#first = end;
    if (end === this.#waiting.length) this.clear();
    return { bytes, taken: callbacks };
  }

  clear(): void {
    this.#waiting = [];
    this.#first = 0;
    this.#bytes = 0;
  }

  /** MQTT 3.1.1, 2.3.1: an identifier is not 0. */
  #nextId(): number {
    this.#lastId = this.#lastId === LAST_ID ? 1 : this.#lastId + 1;
    return this.#lastId;
  }
}
