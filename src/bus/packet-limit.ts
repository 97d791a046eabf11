/** Refuses MQTT packets beyond a size before they are buffered: a header may announce 256 MB, and the parser would wait for them. */
import { Transform } from 'node:stream';
import type { TransformCallback } from 'node:stream';

export class PacketTooLarge extends Error {}

/** Passes bytes on unchanged; fails with PacketTooLarge at the header of a packet longer than `maxBytes`. */
export class PacketLimit extends Transform {
  readonly #maxBytes: number;
  /** Bytes of the present packet still to come; undefined while in its header. */
  #rest: number | undefined;
  /** Bytes of the header seen: the type, then one to four of length, seven bits each, the lowest first (MQTT 3.1.1, 2.2). */
  #headerBytes = 0;
  #length = 0;

  constructor(maxBytes: number) {
    super();
    this.#maxBytes = maxBytes;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    let at = 0;
    while (at < chunk.length) {
      if (this.#rest === undefined) {
        this.#readHeader(chunk[at]!);
        at += 1;
        if (this.#length > this.#maxBytes) return done(new PacketTooLarge(`a packet of more than ${this.#maxBytes} bytes was announced`));
      } else {
        const taken = Math.min(this.#rest, chunk.length - at);
        at += taken;
        this.#rest -= taken;
      }
      if (this.#rest === 0) this.#startPacket();
    }
    done(null, chunk);
  }

  #readHeader(byte: number): void {
    if (this.#headerBytes > 0) {
      this.#length += (byte & 0x7f) * 128 ** (this.#headerBytes - 1);
      if ((byte & 0x80) === 0) this.#rest = this.#length;
    }
    this.#headerBytes += 1;
  }

  #startPacket(): void {
    this.#rest = undefined;
    this.#headerBytes = 0;
    this.#length = 0;
  }
}
