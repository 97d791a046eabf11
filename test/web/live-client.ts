/** Clients at the WebSockets. */
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
export class FrameClient<Frame extends { type: string; code?: string }> {
  readonly socket: WebSocket;
  readonly #frames: Frame[] = [];
  #wanted: (() => void) | undefined;

  constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (data: Buffer) => {
      this.#frames.push(JSON.parse(data.toString()) as Frame);
      this.#wanted?.();
    });
  }

  send(frame: unknown): void {
    this.socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  }

  /** Returns the next frame. */
  async next(): Promise<Frame> {
    while (this.#frames.length === 0)
      await new Promise<void>((resolve) => {
        this.#wanted = resolve;
      });
    return this.#frames.shift()!;
  }

  /** Returns the next `count` frames. */
  async take(count: number): Promise<Frame[]> {
    const frames: Frame[] = [];
    while (frames.length < count) frames.push(await this.next());
    return frames;
  }
}

/** A client at /ws. */
export class Live extends FrameClient<AnyFrame> {
  static async open(t: Test, url: string, headers: Record<string, string>): Promise<Live> {
    return new Live(await openSocket(t, new URL('/ws', url), headers));
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

export async function openSocket(t: Test, url: URL, headers: Record<string, string>): Promise<WebSocket> {
  const socket = new WebSocket(url, { headers });
  t.teardown(() => socket.terminate());
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  return socket;
}
