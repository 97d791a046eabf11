/** A client at /ws. */
import type { Test } from 'tap';
import { WebSocket } from 'ws';
import type { Change } from '../../src/domain/change.ts';
import type { SectionState } from '../../src/domain/section.ts';

/** Any frame of the server. The test knows its properties. */
export interface AnyFrame {
  type: string;
  cursor: string;
  reset: boolean;
  code: string;
  message: string;
  change: Change;
  sections: SectionState[];
}
export class Live {
  readonly socket: WebSocket;
  readonly #frames: AnyFrame[] = [];
  #wanted: (() => void) | undefined;

  constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (data: Buffer) => {
      this.#frames.push(JSON.parse(data.toString()) as AnyFrame);
      this.#wanted?.();
    });
  }

  static async open(t: Test, url: string, headers: Record<string, string>): Promise<Live> {
    const socket = new WebSocket(new URL('/ws', url), { headers });
    t.teardown(() => socket.terminate());
    const live = new Live(socket);
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    return live;
  }

  send(frame: unknown): void {
    this.socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  }

  /** Returns the next frame. */
  async next(): Promise<AnyFrame> {
    while (this.#frames.length === 0)
      await new Promise<void>((resolve) => {
        this.#wanted = resolve;
      });
    return this.#frames.shift()!;
  }

  /** Returns the next `count` frames. */
  async take(count: number): Promise<AnyFrame[]> {
    const frames: AnyFrame[] = [];
    while (frames.length < count) frames.push(await this.next());
    return frames;
  }

  /** Returns all frames that arrive before the answer to a frame sent now, so that none is still on its way. */
  async rest(): Promise<AnyFrame[]> {
    this.send('end?');
    const frames: AnyFrame[] = [];
    for (let frame = await this.next(); frame.code !== 'PMC_FRAME_INVALID'; frame = await this.next())
      frames.push(frame);
    return frames;
  }
}
