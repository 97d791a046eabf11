/** The parent's side of the receiver of push messages and webhooks. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Owner } from '../../../test/support/mongo-server.ts';
import { startSink } from './start-sink.ts';

const PROCESS = fileURLToPath(new URL('./message-process.js', import.meta.url));

export class MessageSink {
  /** Without a slash at the end. */
  readonly url: string;
  readonly #child: ChildProcess;

  private constructor(child: ChildProcess, port: number) {
    this.#child = child;
    this.url = `http://127.0.0.1:${port}`;
  }

  static async start(owner: Owner): Promise<MessageSink> {
    const { child, port } = await startSink(owner, PROCESS);
    return new MessageSink(child, port);
  }

  /** Counts from now on. `last`: when the last of so many messages was accepted, epoch milliseconds. */
  async expect(count: number): Promise<{ last: Promise<number> }> {
    this.#child.send({ count });
    await once(this.#child, 'message');
    const last = once(this.#child, 'message').then(([message]: { at: number }[]) => message!.at);
    return { last };
  }
}
