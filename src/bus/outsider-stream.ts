/**
 * The connection of a client from outside. It reads a few packets at a time and knows how much memory the client uses.
 */
import { Duplex } from 'node:stream';
import type { Clock, Timer } from '../runtime/index.ts';
import type { Limits } from './limits.ts';
import { Outbox } from './outbox.ts';
import { PacketLimit } from './packet-limit.ts';
import type { Encoded } from './publish-packet.ts';
import type { Rounds } from './rounds.ts';

/** Memory of a connection before its first packet: socket, streams, parser, timers. Measured, like the next two. */
const CONNECTION_BYTES = 16 * 1024;
/** Memory of a filter in the tables of the broker, besides its length. */
const FILTER_BYTES = 1024;
/** Memory of a waiting message, besides its bytes, which it shares with other clients. */
const MESSAGE_BYTES = 64;
/**
 * After this many reads whose answers the client has not taken, nothing more is read, because the broker acknowledges
 * packets without waiting for the client.
 */
const READS_AHEAD = 4;
/** Most memory of the answers to one read, besides their bytes: sixteen answers of three chunks each. */
const ANSWERS_BYTES = 8 * 1024;
/**
 * The broker has nothing to do for a PUBACK, and many readers send many. It is passed one of them in this time, which
 * shows that the client is alive.
 */
const ALIVE_MS = 1_000;

/** When it or the stream below it closes, so does the other. */
export class OutsiderStream extends Duplex {
  readonly #stream: Duplex;
  readonly #limit: PacketLimit;
  readonly #clock: Clock;
  readonly #rounds: Rounds;
  readonly #drainTimeoutMs: number;
  readonly #outbox = new Outbox();
  /** Received but not read yet. */
  #received: Buffer = Buffer.alloc(0);
  /** The broker has asked for more to read. */
  #asked = false;
  /** It gets no more until the client has taken answers. */
  #held = false;
  /** Reads since the client last took something. */
  #readsAhead = 0;
  /** It is written to in the next round. */
  #inRound = false;
  /** Messages were written that the connection has not taken yet. */
  #writing = false;
  /** Runs while something waits and the client takes nothing. */
  #stalled: Timer | undefined;
  #aliveAt = -Infinity;
  #filters = 0;
  #filterLength = 0;
  /** Called with the packet identifier of each message that the client acknowledges. */
  onAcknowledged: ((id: number) => void) | undefined;

  constructor(
    stream: Duplex,
    clock: Clock,
    rounds: Rounds,
    { packetBytes, drainTimeoutMs }: Pick<Limits, 'packetBytes' | 'drainTimeoutMs'>,
  ) {
    // With a buffer of one byte, the next packets are read only when the broker has handled these.
    super({ allowHalfOpen: false, readableHighWaterMark: 1 });
    this.#stream = stream;
    this.#limit = new PacketLimit(packetBytes);
    this.#clock = clock;
    this.#rounds = rounds;
    this.#drainTimeoutMs = drainTimeoutMs;
    stream.on('data', (chunk: Buffer) => this.#take(chunk));
    stream.once('end', () => {
      if (!this.destroyed) this.push(null);
    });
    stream.once('error', (error: Error) => this.destroy(error));
    stream.once('close', () => this.destroy());
  }

  /** Bytes in memory for this client alone, without the buffers of the kernel. */
  get heldBytes(): number {
    return (
      CONNECTION_BYTES +
      this.#filters * FILTER_BYTES +
      2 * this.#filterLength +
      this.writableLength +
      this.#outbox.messages * MESSAGE_BYTES +
      (this.writableLength > 0 ? this.#readsAhead * ANSWERS_BYTES : 0) +
      this.readableLength +
      this.#received.length +
      this.#limit.unfinished
    );
  }

  /** Bytes of the messages that wait, which it shares with other clients. */
  get sharedBytes(): number {
    return this.#outbox.bytes;
  }

  /**
   * Sends a message with one of the next writes. Returns its packet identifier. `taken` is called when the connection
   * has taken it, or is gone.
   */
  deliver(message: Encoded, taken?: () => void): number {
    if (this.destroyed) {
      taken?.();
      return 0;
    }
    const id = this.#outbox.push(message, taken);
    this.#joinRound();
    return id;
  }

  /** Writes the next messages, once the client has taken the ones before. Called by the round. */
  flush(): void {
    this.#inRound = false;
    if (this.destroyed || this.#outbox.messages === 0) return;
    const { bytes, taken } = this.#outbox.next();
    this.#writing = true;
    this.write(bytes, () => {
      this.#writing = false;
      for (const each of taken) each();
      if (this.#outbox.messages > 0) this.#joinRound();
    });
  }

  /** Sets the filters that the client is subscribed to. */
  setFilters(filters: ReadonlySet<string>): void {
    this.#filters = filters.size;
    this.#filterLength = [...filters].reduce((sum, filter) => sum + filter.length, 0);
  }

  override _read(): void {
    this.#asked = true;
    this.#give();
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
    while (this.#outbox.messages > 0) for (const each of this.#outbox.next().taken) each();
    this.#moves();
    this.#stream.destroy();
    done(error);
  }

  #joinRound(): void {
    if (this.#inRound || this.#writing) return;
    this.#inRound = true;
    this.#rounds.add(this);
  }

  /** Passes bytes to the connection, which makes room for more answers. */
  #pass(bytes: Buffer, done: (error?: Error | null) => void): void {
    this.#readsAhead = 0;
    this.#moves();
    this.#stream.write(bytes, (error) => {
      this.#moves();
      done(error);
    });
    if (this.#stream.writableLength > 0) this.#stalls();
    if (this.#held) this.#give();
  }

  /** The client is dropped unless it takes something in time. The same message as the broker's own. */
  #stalls(): void {
    this.#stalled ??= this.#clock.setTimeout(() => this.destroy(new Error('drain timeout')), this.#drainTimeoutMs);
  }

  #moves(): void {
    if (this.#stalled === undefined) return;
    this.#clock.clearTimeout(this.#stalled);
    this.#stalled = undefined;
  }

  #take(chunk: Buffer): void {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
    this.#dropAcknowledgements();
    if (this.#received.length === 0) return;
    this.#stream.pause();
    this.#give();
  }

  #dropAcknowledgements(): void {
    const now = this.#clock.monotonic();
    const kept = now - this.#aliveAt >= ALIVE_MS ? 1 : 0;
    const dropped = this.#limit.acknowledgements(this.#received, kept, this.onAcknowledged);
    if (dropped === 0) return;
    this.#received = this.#received.subarray(dropped);
    if (kept > 0) this.#aliveAt = now;
  }

  #give(): void {
    if (!this.#asked) return;
    this.#held = this.#readsAhead >= READS_AHEAD && this.writableLength > 0;
    if (this.#held) return this.#stalls();
    if (this.#received.length === 0) return void this.#stream.resume();
    try {
      const end = this.#limit.next(this.#received);
      const next = this.#received.subarray(0, end);
      this.#received = this.#received.subarray(end);
      this.#readsAhead += 1;
      this.#asked = false;
      this.push(next);
    } catch (error) {
      this.destroy(error as Error);
    }
  }
}
