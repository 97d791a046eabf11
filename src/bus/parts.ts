/** Large messages between actors travel in parts, because many brokers drop large packets, some of them silently. */
import { randomUUID } from 'node:crypto';

/** Bytes of the message in one part. */
export const PART_BYTES = 60_000;
/** The largest packet that a broker must pass on: a part with its head and its topic. No public message is larger. */
export const NEEDED_BYTES = 64 * 1024;

/**
 * Bytes that may wait for their other parts. Beyond that, the oldest message is lost, as any message at QoS 0 may be.
 */
const UNFINISHED_BYTES = 64 * 1024 * 1024;

/**
 * The message of the part, its index, and the number of parts. Other messages on these topics are JSON, which begins
 * differently.
 */
const HEAD = /^part ([0-9a-f-]{36}) (\d{1,5}) (\d{1,5})\n/;
const HEAD_BYTES = 64;

/** The packets to publish for one message, in order. */
export function partsOf(payload: string): (string | Buffer)[] {
  const bytes = Buffer.from(payload);
  if (bytes.length <= PART_BYTES) return [payload];
  const id = randomUUID();
  const count = Math.ceil(bytes.length / PART_BYTES);
  return Array.from({ length: count }, (_, index) =>
    Buffer.concat([
      Buffer.from(`part ${id} ${index} ${count}\n`),
      bytes.subarray(index * PART_BYTES, (index + 1) * PART_BYTES),
    ]),
  );
}

interface Unfinished {
  readonly parts: Map<number, Buffer>;
  bytes: number;
}

/** Puts parts together again. */
export class Assembly {
  /** By id, oldest first. */
  readonly #unfinished = new Map<string, Unfinished>();
  #bytes = 0;

  /** Returns the message that `packet` is or completes; undefined while parts are missing. */
  take(packet: Buffer): string | undefined {
    const head = HEAD.exec(packet.toString('latin1', 0, HEAD_BYTES));
    if (head === null) return packet.toString();
    const [{ length }, id, index, count] = head as unknown as [string, string, string, string];
    const message = this.#unfinished.get(id) ?? { parts: new Map<number, Buffer>(), bytes: 0 };
    this.#unfinished.set(id, message);
    // A broker may reuse the buffer that it hands out.
    const part = Buffer.from(packet.subarray(length));
    if (!message.parts.has(Number(index))) this.#count(message, part.length);
    message.parts.set(Number(index), part);
    if (message.parts.size < Number(count)) {
      this.#forgetOldest();
      return undefined;
    }
    this.#forget(id, message);
    return Buffer.concat([...message.parts].toSorted(([a], [b]) => a - b).map(([, bytes]) => bytes)).toString();
  }

  #count(message: Unfinished, bytes: number): void {
    message.bytes += bytes;
    this.#bytes += bytes;
  }

  #forgetOldest(): void {
    for (const [id, message] of this.#unfinished) {
      if (this.#bytes <= UNFINISHED_BYTES) return;
      this.#forget(id, message);
    }
  }

  #forget(id: string, message: Unfinished): void {
    this.#unfinished.delete(id);
    this.#bytes -= message.bytes;
  }
}
