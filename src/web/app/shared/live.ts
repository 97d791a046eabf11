/**
 * The live connection: keeps a set of sections subscribed over a WebSocket, and reconnects when it is lost. Independent
 * of the browser: the socket, the timers and the random numbers are injected.
 */
import type { Change } from '../../contract/section.ts';
import type { ClientFrame, LiveState, ServerFrame } from '../../contract/frames.ts';
import { readFrame } from './live-frames.ts';
import { type LiveClock, Pulse } from './pulse.ts';
import { KEYS_PER_FRAME } from '../../contract/frame-limits.ts';

export interface Socket {
  send(text: string): void;
  close(): void;
}
export interface SocketEvents {
  opened(): void;
  received(text: string): void;
  closed(): void;
}

/** `idle`: no section is followed. `reconnecting`: the connection was lost, or never opened, and is tried again. */
export type Connection = 'idle' | 'connecting' | 'online' | 'reconnecting';

export type LiveEvent =
  | { type: 'connection'; connection: Connection }
  | { type: 'snapshot'; sections: LiveState[] }
  /** `missed`: the change happened while the page was not connected. */
  | { type: 'change'; change: Change; missed: boolean }
  | { type: 'checked'; section: string; checkedAt: string; nextCheckAt: string | null }
  | { type: 'refused'; code: string; message: string };

export interface LiveOptions {
  connect: (events: SocketEvents) => Socket;
  clock: LiveClock;
  /** Returns a number from 0 to 1. */
  random: () => number;
  onEvent: (event: LiveEvent) => void;
}

const RETRY_MIN_MS = 500;
/** The page is back within five seconds of the server. */
const RETRY_MAX_MS = 4_000;

export class Live {
  readonly #options: LiveOptions;
  readonly #wanted = new Set<string>();
  readonly #pulse: Pulse;
  #socket: Socket | null = null;
  #connection: Connection = 'idle';
  #timer: unknown;
  #attempts = 0;
  /** All changes of the wanted sections up to this cursor have arrived. */
  #cursor: string | null = null;
  /** Number of snapshots that a resume still waits for. Until the last one, changes count as missed. */
  #resuming = 0;
  /** Whether the resume has several frames. Until all are answered, no single cursor fits all sections. */
  #inParts = false;

  constructor(options: LiveOptions) {
    this.#options = options;
    this.#pulse = new Pulse(options.clock, {
      // Nothing is added, and the server answers with an empty snapshot.
      ask: () => this.#send({ type: 'subscribe', sections: [] }),
      lost: () => this.#drop(),
    });
  }

  /** Sets the sections to follow. Connects for the first one and disconnects after the last one. */
  follow(sections: Iterable<string>): void {
    const next = new Set(sections);
    const added = [...next].filter((section) => !this.#wanted.has(section));
    const removed = [...this.#wanted].filter((section) => !next.has(section));
    for (const section of removed) this.#wanted.delete(section);
    for (const section of added) this.#wanted.add(section);
    if (this.#wanted.size === 0) return this.close();
    if (this.#connection === 'idle') return this.#connect();
    if (this.#connection !== 'online') return;
    for (const sections of frames(removed)) this.#send({ type: 'unsubscribe', sections });
    for (const sections of frames(added)) this.#send({ type: 'subscribe', sections });
  }

  /** Connects at once, or asks whether the server still answers. Called when the page may have been asleep. */
  wake(): void {
    if (this.#connection === 'online') this.#pulse.check();
    else if (this.#connection === 'reconnecting' && this.#socket === null) this.#connect();
  }

  close(): void {
    this.#options.clock.clearTimeout(this.#timer);
    this.#pulse.stop();
    this.#wanted.clear();
    this.#cursor = null;
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
    this.#change('idle');
  }

  #connect(): void {
    this.#options.clock.clearTimeout(this.#timer);
    if (this.#connection === 'idle') this.#change('connecting');
    this.#pulse.opening();
    const current = (): boolean => this.#socket === socket;
    const socket: Socket = this.#options.connect({
      opened: () => {
        if (current()) this.#opened();
      },
      received: (text) => {
        if (current()) this.#received(text);
      },
      closed: () => {
        if (current()) this.#lost();
      },
    });
    this.#socket = socket;
  }

  #opened(): void {
    this.#change('online');
    this.#pulse.heard();
    const parts = frames([...this.#wanted]);
    this.#resuming = this.#cursor === null ? 0 : parts.length;
    this.#inParts = this.#resuming > 1;
    for (const sections of parts)
      this.#send({ type: 'subscribe', sections, ...(this.#cursor !== null && { since: this.#cursor }) });
  }

  /** The other side does not answer. */
  #drop(): void {
    const socket = this.#socket;
    this.#lost();
    socket?.close();
  }

  #lost(): void {
    this.#pulse.stop();
    this.#socket = null;
    // Half of the pause is random, so that the clients do not all return at once after an outage.
    const pause = Math.min(RETRY_MAX_MS, RETRY_MIN_MS * 2 ** this.#attempts);
    this.#attempts += 1;
    this.#change('reconnecting');
    this.#timer = this.#options.clock.setTimeout(() => this.#connect(), pause * (0.5 + 0.5 * this.#options.random()));
  }

  #received(text: string): void {
    this.#pulse.heard();
    const frame = readFrame(text);
    if (frame === undefined)
      return this.#options.onEvent({
        type: 'refused',
        code: 'UNREADABLE',
        message: 'The server sent a frame this page cannot read. Reload it.',
      });
    // Only a real answer resets the backoff. A server that accepts and disconnects, or sends an error, does not.
    if (frame.type !== 'error') this.#attempts = 0;
    this.#tell(frame);
  }

  #tell(frame: ServerFrame): void {
    const { onEvent } = this.#options;
    switch (frame.type) {
      case 'snapshot':
        // A snapshot of sections added later may be ahead of changes of the others that have not arrived yet.
        if (this.#cursor === null || this.#resuming === 1) this.#cursor = frame.cursor;
        this.#resuming = Math.max(0, this.#resuming - 1);
        return onEvent({ type: 'snapshot', sections: frame.sections });
      case 'change':
        if (this.#resuming === 0 || !this.#inParts) this.#cursor = frame.cursor;
        return onEvent({ type: 'change', change: frame.change, missed: this.#resuming > 0 });
      case 'checked':
        return onEvent({
          type: 'checked',
          section: frame.section,
          checkedAt: frame.checkedAt,
          nextCheckAt: frame.nextCheckAt,
        });
      case 'error':
        return onEvent({ type: 'refused', code: frame.code, message: frame.message });
      default:
        return frame satisfies never;
    }
  }

  #change(connection: Connection): void {
    if (this.#connection === connection) return;
    this.#connection = connection;
    this.#options.onEvent({ type: 'connection', connection });
  }

  #send(frame: ClientFrame): void {
    this.#socket?.send(JSON.stringify(frame));
  }
}

/** Splits sections into as many frames as needed. */
function frames(sections: string[]): string[][] {
  return Array.from({ length: Math.ceil(sections.length / KEYS_PER_FRAME) }, (_, index) =>
    sections.slice(index * KEYS_PER_FRAME, (index + 1) * KEYS_PER_FRAME),
  );
}
