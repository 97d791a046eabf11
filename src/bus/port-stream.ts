/** A byte stream over a MessagePort, so that MQTT runs between threads without a socket. */
import { Duplex } from 'node:stream';
import type { MessagePort } from 'node:worker_threads';

/** Bytes that may be under way without acknowledgement. More wait in the buffer of the writer. */
const WINDOW_BYTES = 256 * 1024;
/**
 * Bytes in the buffer of a writer before it must wait. The MQTT client adds a listener per packet when it waits, so
 * rarely.
 */
const BURST_BYTES = 8 * 1024 * 1024;
/** A reader acknowledges after this many bytes, so that acknowledgements are few. */
const ACKNOWLEDGE_BYTES = WINDOW_BYTES / 4;

/** A message on the port: a chunk, or the number of bytes that were taken. */
type PortMessage = Uint8Array | number;

/** One end of the stream. The other end uses the other port of the channel. Closing one closes both. */
export class PortStream extends Duplex {
  readonly #port: MessagePort;
  #unacknowledged = 0;
  #resume: (() => void) | undefined;
  #received = 0;

  constructor(port: MessagePort) {
    super({ allowHalfOpen: false, writableHighWaterMark: BURST_BYTES });
    this.#port = port;
    port.on('message', (message: PortMessage) => this.#receive(message));
    port.on('messageerror', (error: Error) => this.destroy(error));
    port.on('close', () => {
      if (!this.destroyed) this.push(null);
    });
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    // A chunk is often a slice of Node's shared buffer pool, which must not be transferred. So a copy is transferred.
    const copy = new Uint8Array(chunk);
    this.#unacknowledged += copy.byteLength;
    this.#port.postMessage(copy, [copy.buffer]);
    if (this.#unacknowledged < WINDOW_BYTES) done();
    else this.#resume = done;
  }

  /** Called when the reader has taken everything. */
  override _read(): void {
    if (this.#received < ACKNOWLEDGE_BYTES) return;
    this.#port.postMessage(this.#received);
    this.#received = 0;
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#port.close();
    done(error);
  }

  #receive(message: PortMessage): void {
    if (typeof message === 'number') return this.#acknowledge(message);
    this.#received += message.byteLength;
    this.push(Buffer.from(message.buffer, message.byteOffset, message.byteLength));
  }

  #acknowledge(bytes: number): void {
    this.#unacknowledged -= bytes;
    const resume = this.#resume;
    if (resume === undefined || this.#unacknowledged >= WINDOW_BYTES) return;
    this.#resume = undefined;
    resume();
  }
}
