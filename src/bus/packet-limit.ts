/**
 * Refuses MQTT packets above a size before they are buffered. A header may announce 256 MB, and the parser would wait
 * for all of them.
 */

export class PacketTooLarge extends Error {}

/**
 * The most packets of one read. The broker answers all of them before it checks whether the client reads, and one chunk
 * may hold tens of thousands of small packets.
 */
const PACKETS_AT_ONCE = 16;

/** A PUBACK: its type, the length 2, and the packet identifier (MQTT 3.1.1, 3.4). */
const PUBACK = 0x40;
const PUBACK_BYTES = 4;

/** Follows the packets in a stream of bytes, whatever its chunks are. */
export class PacketLimit {
  readonly #maxBytes: number;
  /** Bytes of the current packet that are still to come; undefined in its header. */
  #rest: number | undefined;
  /**
   * Bytes seen of the header: the type, then one to four bytes of length with seven bits each, the lowest first (MQTT
   * 3.1.1, 2.2).
   */
  #headerBytes = 0;
  #length = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Bytes seen of the incomplete packet. */
  get unfinished(): number {
    return this.#headerBytes + (this.#rest === undefined ? 0 : this.#length - this.#rest);
  }

  /**
   * Takes the bytes that follow the last ones. Returns how many of them may be read next, which is a few packets.
   * Throws PacketTooLarge at the header of a packet that is too large.
   */
  next(chunk: Buffer): number {
    let at = 0;
    for (let packets = 0; packets < PACKETS_AT_ONCE && at < chunk.length;) {
      if (this.#rest === undefined) {
        this.#readHeader(chunk[at]!);
        at += 1;
        if (this.#length > this.#maxBytes)
          throw new PacketTooLarge(`the header announces a packet above the limit of ${this.#maxBytes} bytes`);
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

  /**
   * Returns how many bytes of PUBACKs the chunk begins with, without the last `kept` of them, and calls `acknowledged`
   * with the packet identifier of each. These bytes must be skipped.
   */
  acknowledgements(chunk: Buffer, kept: number, acknowledged: ((id: number) => void) | undefined): number {
    if (this.#headerBytes > 0) return 0;
    let end = 0;
    while (end + PUBACK_BYTES <= chunk.length && chunk[end] === PUBACK && chunk[end + 1] === 2) end += PUBACK_BYTES;
    end = Math.max(0, end - kept * PUBACK_BYTES);
    if (acknowledged !== undefined)
      for (let at = 0; at < end; at += PUBACK_BYTES) acknowledged(chunk.readUInt16BE(at + 2));
    return end;
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
