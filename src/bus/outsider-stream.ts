/** An outsider's connection: what it sends is read a few packets at a time, and what is held in memory for it can be told. */
import { Duplex } from 'node:stream';
import { PacketLimit } from './packet-limit.ts';

/** What a connection costs before it says anything: socket, streams, parser and timers. Measured, as the next two. */
const CONNECTION_BYTES = 16 * 1024;
/** What a filter costs beside its own length, in the broker's tables. */
const FILTER_BYTES = 1024;
/** What a message that waits costs beside its bytes, in objects around them. */
const MESSAGE_BYTES = 512;

/** Closes with the stream below it, and that one with it. */
export class OutsiderStream extends Duplex {
  readonly #stream: Duplex;
  readonly #limit: PacketLimit;
  /** Received, and not read yet. */
  #received: Buffer = Buffer.alloc(0);
  /** Messages the broker sends and the connection has not taken. */
  #waiting = 0;
  #filters = 0;
  #filterLength = 0;

  constructor(stream: Duplex, maxPacketBytes: number) {
    // A buffer of one byte: the next packets are read when the broker is through with these.
    super({ allowHalfOpen: false, readableHighWaterMark: 1 });
    this.#stream = stream;
    this.#limit = new PacketLimit(maxPacketBytes);
    stream.on('data', (chunk: Buffer) => this.#take(chunk));
    stream.once('end', () => { if (!this.destroyed) this.push(null); });
    stream.once('error', (error: Error) => this.destroy(error));
    stream.once('close', () => this.destroy());
  }

  /** Bytes held in memory for this outsider; what is in the kernel is not in it. */
  get heldBytes(): number {
    return CONNECTION_BYTES + this.#filters * FILTER_BYTES + 2 * this.#filterLength
      + this.writableLength + this.#waiting * MESSAGE_BYTES
      + this.readableLength + this.#received.length + this.#limit.unfinished;
  }

  /** The broker is about to write a message. */
  expectMessage(): void {
    this.#waiting += 1;
  }

  /** The filters it has subscribed to from now on. */
  setFilters(filters: ReadonlySet<string>): void {
    this.#filters = filters.size;
    this.#filterLength = [...filters].reduce((sum, filter) => sum + filter.length, 0);
  }

  override _read(): void {
    if (this.#received.length > 0) this.#give();
    else this.#stream.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#waiting = 0;
    this.#stream.write(chunk, done);
  }

  /** What piled up meanwhile goes as one. */
  override _writev(chunks: { chunk: Buffer }[], done: (error?: Error | null) => void): void {
    this.#waiting = 0;
    this.#stream.write(Buffer.concat(chunks.map(({ chunk }) => chunk)), done);
  }

  override _final(done: () => void): void {
    this.#stream.end(done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#received = Buffer.alloc(0);
    this.#stream.destroy();
    done(error);
  }

  #take(chunk: Buffer): void {
    this.#stream.pause();
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
    this.#give();
  }

  #give(): void {
    try {
      const end = this.#limit.next(this.#received);
      const next = this.#received.subarray(0, end);
      this.#received = this.#received.subarray(end);
      this.push(next);
    } catch (error) {
      this.destroy(error as Error);
    }
  }
}
