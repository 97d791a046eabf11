/**
 * Refuses MQTT packets beyond a size before they are buffered: a header may announce 256 MB, and the parser would wait
 * for them.
 */

export class PacketTooLarge extends Error {}

/**
 * The broker answers all packets of one read before it looks whether the client reads: of small ones, a read may hold
 * tens of thousands.
 */
const PACKETS_AT_ONCE = 16;

/** Follows the packets in a stream of bytes, however it is cut into chunks. */
export class PacketLimit {
  readonly #maxBytes: number;
  /** Bytes of the present packet still to come; undefined while in its header. */
  #rest: number | undefined;
  /**
   * Bytes of the header seen: the type, then one to four of length, seven bits each, the lowest first (MQTT 3.1.1,
   * 2.2).
   */
  #headerBytes = 0;
  #length = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Bytes seen of a packet that is not complete. */
  get unfinished(): number {
    return this.#headerBytes + (this.#rest === undefined ? 0 : this.#length - this.#rest);
  }

  /**
   * How many bytes of `chunk`, which follows what was given before, may be read next: a few packets. Throws
   * PacketTooLarge at the header of one that is too long.
   */
  next(chunk: Buffer): number {
    let at = 0;
    for (let packets = 0; packets < PACKETS_AT_ONCE && at < chunk.length;) {
      if (this.#rest === undefined) {
        this.#readHeader(chunk[at]!);
        at += 1;
        if (this.#length > this.#maxBytes)
          throw new PacketTooLarge(`a packet of more than ${this.#maxBytes} bytes was announced`);
      } else {
        const taken = Math.min(this.#rest, chunk.length - at);
        at += taken;
        this.#rest -= taken;
      }
      if (this.#rest === 0) {
        this.#startPacket();
        packets += 1;
      }
    }
    return at;
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
