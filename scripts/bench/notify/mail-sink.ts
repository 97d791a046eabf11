/** The parent's side of the mail server. */
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Owner } from '../../../test/support/mongo-server.ts';
import { startSink } from './start-sink.ts';

const PROCESS = fileURLToPath(new URL('./mail-process.js', import.meta.url));

/** A mail that the server accepted at `at` (epoch milliseconds). */
export interface Mail {
  at: number;
  to: string;
  raw: string;
}

export class MailSink {
  readonly url: string;
  readonly mails: Mail[] = [];
  #heard: (mail: Mail) => void = () => {};

  private constructor(child: ChildProcess, port: number) {
    this.url = `smtp://127.0.0.1:${port}`;
    child.on('message', (mail: Mail) => {
      this.mails.push(mail);
      this.#heard(mail);
    });
  }

  static async start(owner: Owner): Promise<MailSink> {
    const { child, port } = await startSink(owner, PROCESS);
    return new MailSink(child, port);
  }

  /** Resolves with the next `count` mails. */
  next(count: number): Promise<Mail[]> {
    const mails: Mail[] = [];
    return new Promise((resolve) => {
      this.#heard = (mail) => {
        mails.push(mail);
        if (mails.length === count) resolve(mails);
      };
    });
  }
}
