/**
 * The connection of a client from outside. It reads a few packets at a time and knows how much memory the client uses.
 */
import { Duplex } from 'node:stream';
import type { Clock, Timer } from '../runtime/index.ts';
import type { Limits } from './limits.ts';
import { PacketLimit } from './packet-limit.ts';

/** Memory of a connection before its first packet: socket, streams, parser, timers. Measured, like the next two. */
const CONNECTION_BYTES = 16 * 1024;
/** Memory of a filter in the tables of the broker, besides its length. */
const FILTER_BYTES = 1024;
/** Memory of a waiting message, besides its bytes. */
const MESSAGE_BYTES = 512;
/**
 * After this many reads whose answers the client has not taken, nothing more is read, because the broker acknowledges
 * packets without waiting for the client.
 */
const READS_AHEAD = 4;
/** Most memory of the answers to one read, besides their bytes: sixteen answers of three chunks each. */
const ANSWERS_BYTES = 8 * 1024;

/** When it or the stream below it closes, so does the other. */
export class OutsiderStream extends Duplex {
  readonly #stream: Duplex;
  readonly #limit: PacketLimit;
  readonly #clock: Clock;
  readonly #drainTimeoutMs: number;
  /** Received but not read yet. */
  #received: Buffer = Buffer.alloc(0);
  /** Messages that the broker has sent and the client has not taken. */
  #waiting = 0;
  /** Reads since the client last took something. */
  #readsAhead = 0;
  /** Runs while nothing is read because the client takes nothing. */
  #held: Timer | undefined;
  #filters = 0;
  #filterLength = 0;

  constructor(
    stream: Duplex,
    clock: Clock,
    { packetBytes, drainTimeoutMs }: Pick<Limits, 'packetBytes' | 'drainTimeoutMs'>,
  ) {
    // With a buffer of one byte, the next packets are read only when the broker has handled these.
    super({ allowHalfOpen: false, readableHighWaterMark: 1 });
    this.#stream = stream;
    this.#limit = new PacketLimit(packetBytes);
    this.#clock = clock;
    this.#drainTimeoutMs = drainTimeoutMs;
    stream.on('data', (chunk: Buffer) => this.#take(chunk));
    stream.once('end', () => {
      if (!this.destroyed) this.push(null);
    });
    stream.once('error', (error: Error) => this.destroy(error));
    stream.once('close', () => this.destroy());
  }

  /** Bytes in memory for this client, without the buffers of the kernel. */
  get heldBytes(): number {
    return (
      CONNECTION_BYTES +
      this.#filters * FILTER_BYTES +
      2 * this.#filterLength +
      this.writableLength +
      this.#waiting * MESSAGE_BYTES +
      (this.writableLength > 0 ? this.#readsAhead * ANSWERS_BYTES : 0) +
      this.readableLength +
      this.#received.length +
      this.#limit.unfinished
    );
  }

  /** The broker is about to write a message. */
  expectMessage(): void {
    this.#waiting += 1;
  }

  /** Sets the filters that the client is subscribed to. */
  setFilters(filters: ReadonlySet<string>): void {
    this.#filters = filters.size;
    this.#filterLength = [...filters].reduce((sum, filter) => sum + filter.length, 0);
  }

  override _read(): void {
    // The same message as the broker's own for a client that does not read.
    if (this.#readsAhead >= READS_AHEAD && this.writableLength > 0)
      this.#held ??= this.#clock.setTimeout(() => this.destroy(new Error('drain timeout')), this.#drainTimeoutMs);
    else if (this.#received.length > 0) this.#give();
    else this.#stream.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#pass(chunk, done);
  }

  /** Writes everything that piled up as one chunk. */
  override _writev(chunks: { chunk: Buffer }[], done: (error?: Error | null) => void): void {
    this.#pass(Buffer.concat(chunks.map(({ chunk }) => chunk)), done);
  }

  override _final(done: () => void): void {
    this.#stream.end(done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#received = Buffer.alloc(0);
    if (this.#held !== undefined) this.#clock.clearTimeout(this.#held);
    this.#stream.destroy();
    done(error);
  }

  /** Passes bytes to the connection, which makes room for more answers. */
  #pass(bytes: Buffer, done: (error?: Error | null) => void): void {
    this.#waiting = 0;
    this.#readsAhead = 0;
    this.#stream.write(bytes, done);
    if (this.#held === undefined) return;
    this.#clock.clearTimeout(this.#held);
    this.#held = undefined;
    this._read();
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
      this.#readsAhead += 1;
      this.push(next);
    } catch (error) {
      this.destroy(error as Error);
    }
  }
}
