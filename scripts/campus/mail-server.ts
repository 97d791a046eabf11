/** A mail server that accepts every mail and keeps parts of its head. It has faults like the rest of the campus. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import type { Clock } from '../../src/runtime/index.ts';
import type { Misbehaviour } from './misbehaviour.ts';

/** An accepted mail. `changes` comes from its `X-PickMyClass-Change` headers, `notice` from `X-PickMyClass-Notice`. */
export interface AcceptedMail {
  at: string;
  to: string;
  messageId: string;
  changes: string[];
  notice: string | null;
}

/** What providers answer when the sender is at fault: `550 5.4.5 Daily user sending limit exceeded`. */
const QUOTA = { responseCode: 550, message: '5.4.5 Daily user sending limit exceeded' };

export class CampusMailServer {
  readonly mails: AcceptedMail[] = [];
  readonly #server: SMTPServer;
  readonly #misbehaviour: Misbehaviour;
  readonly #clock: Clock;

  constructor(misbehaviour: Misbehaviour, clock: Clock) {
    this.#misbehaviour = misbehaviour;
    this.#clock = clock;
    this.#server = new SMTPServer({
      authOptional: true,
      logger: false,
      disabledCommands: ['STARTTLS'],
      onData: (stream, session, done) => {
        this.#take(text(stream), session.envelope.rcptTo[0]?.address ?? '').then(() => done(), done);
      },
    });
    // A client that disconnects is not an error.
    this.#server.on('error', () => undefined);
  }

  /** Returns the port. */
  async listen(port: number, host: string): Promise<number> {
    this.#server.listen(port, host);
    await once(this.#server.server, 'listening');
    return (this.#server.server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#server.close(resolve);
    });
  }

  async #take(body: Promise<string>, to: string): Promise<void> {
    const mail = await body;
    if (this.#misbehaviour.strikes('mailQuota'))
      throw Object.assign(new Error(QUOTA.message), { responseCode: QUOTA.responseCode });
    // The mail is accepted now and acknowledged later: a client that disconnects meanwhile has sent it.
    this.mails.push({ at: new Date(this.#clock.now()).toISOString(), to, ...readHead(mail) });
    const delayMs = this.#misbehaviour.mailDelayMs;
    if (delayMs > 0)
      await new Promise<void>((resolve) => {
        this.#clock.setTimeout(resolve, delayMs);
      });
  }
}

function readHead(mail: string): Pick<AcceptedMail, 'messageId' | 'changes' | 'notice'> {
  const head = mail.slice(0, mail.indexOf('\r\n\r\n')).replaceAll(/\r\n[ \t]+/g, ' ');
  const valuesOf = (name: string): string[] =>
    [...head.matchAll(new RegExp(`^${name}: *(.*)$`, 'gim'))].map(([, value]) => value!.trim());
  return {
    messageId: valuesOf('Message-ID')[0] ?? '',
    changes: valuesOf('X-PickMyClass-Change'),
    notice: valuesOf('X-PickMyClass-Notice')[0] ?? null,
  };
}
