/** A real SMTP server on a free port that keeps what it accepts. Its answers are set by the test. */
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { buffer } from 'node:stream/consumers';
import type { ParsedMail } from 'mailparser';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

export interface Received {
  to: string;
  mail: ParsedMail;
}

/** What the server answers; undefined: it accepts. */
export interface Answers {
  connect?: () => Error | undefined;
  /** May take its time. The mail itself comes after it. */
  rcpt?: (address: string) => Promise<Error | undefined> | Error | undefined;
  /** May take its time. Called once the mail is complete. */
  data?: (received: Received) => Promise<Error | undefined> | Error | undefined;
}

/** A negative SMTP answer, such as `no(550)`. */
export function no(responseCode: number, text = 'not now, ada@example.edu'): Error {
  return Object.assign(new Error(text), { responseCode });
}

export class MailServer {
  /** Accepted mails, in order. */
  readonly received: Received[] = [];
  answers: Answers = {};
  readonly #server: SMTPServer;

  constructor() {
    this.#server = new SMTPServer({
      authOptional: true,
      logger: false,
      onConnect: (_session, done) => done(this.answers.connect?.()),
      onRcptTo: ({ address }, _session, done) => {
        Promise.resolve(this.answers.rcpt?.(address)).then((error) => done(error), done);
      },
      onData: (stream, session, done) => {
        const to = session.envelope.rcptTo[0]?.address ?? '';
        this.#read(stream, to).then((error) => done(error), done);
      },
    });
    // Some tests use clients that vanish.
    this.#server.on('error', () => undefined);
  }

  async #read(stream: NodeJS.ReadableStream, to: string): Promise<Error | undefined> {
    const received = { to, mail: await simpleParser(await buffer(stream)) };
    const error = await this.answers.data?.(received);
    if (error === undefined) this.received.push(received);
    return error;
  }

  async listen(port = 0): Promise<this> {
    this.#server.listen(port, '127.0.0.1');
    await once(this.#server.server, 'listening');
    return this;
  }

  get port(): number {
    return (this.#server.server.address() as AddressInfo).port;
  }
  get url(): string {
    return `smtp://127.0.0.1:${this.port}`;
  }
  get connections(): number {
    return this.#server.connections.size;
  }

  /** Closes every connection without an answer. */
  drop(): void {
    for (const connection of this.#server.connections)
      (connection as unknown as { _socket: { destroy(): void } })._socket.destroy();
  }

  /** Resolves once `count` mails have been accepted. */
  async until(count: number): Promise<void> {
    // The sender needs the processor.
    while (this.received.length < count) await setTimeout(1);
  }

  async close(): Promise<void> {
    this.drop();
    await new Promise<void>((resolve) => this.#server.close(resolve));
  }
}
