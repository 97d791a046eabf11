/**
 * An outsider's connection: what it sends is read a few packets at a time, and what is held in memory for it can be
 * told.
 */
import { Duplex } from 'node:stream';
import type { Clock, Timer } from '../runtime/index.ts';
import type { Limits } from './limits.ts';
import { PacketLimit } from './packet-limit.ts';

/** What a connection costs before it says anything: socket, streams, parser and timers. Measured, as the next two. */
const CONNECTION_BYTES = 16 * 1024;
/** What a filter costs beside its own length, in the broker's tables. */
const FILTER_BYTES = 1024;
/** What a message that waits costs beside its bytes, in objects around them. */
const MESSAGE_BYTES = 512;
/**
 * After so many reads, of a few packets each, whose answers the connection has not taken, nothing more is read: the
 * broker does not wait when it acknowledges.
 */
const READS_AHEAD = 4;
/** What the answers to one read cost at most beside their bytes: sixteen, of three chunks each. */
const ANSWERS_BYTES = 8 * 1024;

/** Closes with the stream below it, and that one with it. */
export class OutsiderStream extends Duplex {
  readonly #stream: Duplex;
  readonly #limit: PacketLimit;
  readonly #clock: Clock;
  readonly #drainTimeoutMs: number;
  /** Received, and not read yet. */
  #received: Buffer = Buffer.alloc(0);
  /** Messages the broker sends and the connection has not taken. */
  #waiting = 0;
  /** Reads since the connection last took something. */
  #readsAhead = 0;
  /** Runs while nothing is read because the connection takes nothing. */
  #held: Timer | undefined;
  #filters = 0;
  #filterLength = 0;

  constructor(
    stream: Duplex,
    clock: Clock,
    { packetBytes, drainTimeoutMs }: Pick<Limits, 'packetBytes' | 'drainTimeoutMs'>,
  ) {
    // A buffer of one byte: the next packets are read when the broker is through with these.
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

  /** Bytes held in memory for this outsider; what is in the kernel is not in it. */
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

  /** The filters it has subscribed to from now on. */
  setFilters(filters: ReadonlySet<string>): void {
    this.#filters = filters.size;
    this.#filterLength = [...filters].reduce((sum, filter) => sum + filter.length, 0);
  }

  override _read(): void {
    // As the broker says it of a client that it waits for.
    if (this.#readsAhead >= READS_AHEAD && this.writableLength > 0)
      this.#held ??= this.#clock.setTimeout(() => this.destroy(new Error('drain timeout')), this.#drainTimeoutMs);
    else if (this.#received.length > 0) this.#give();
    else this.#stream.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#pass(chunk, done);
  }

  /** What piled up meanwhile goes as one. */
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

  /** What waited goes to the connection, so that there is room for answers. */
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
