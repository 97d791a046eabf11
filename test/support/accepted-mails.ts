/** Compares the mails that an SMTP server accepted with the moments at which a sender was killed. */
import { setTimeout } from 'node:timers/promises';
import type { ParsedMail } from 'mailparser';
import type { Test } from 'tap';
import { MailServer } from '../notify/mail-server.ts';
import type { Received } from '../notify/mail-server.ts';
import { measureSlowness } from './slowness.ts';

const SMTP_CONNECTIONS = 5;
/** How far from the kill of its sender a repeated mail may have been accepted, on a quiet machine. */
const AROUND_KILL_MS = 5_000;

interface Accepted {
  to: string;
  change: string;
  messageId: string;
  at: number;
}

export class AcceptedMails {
  readonly #accepted: Accepted[] = [];
  readonly #kills: number[] = [];
  readonly #server: MailServer;
  readonly #slowness: (at: number) => number;

  private constructor(server: MailServer, slowness: (at: number) => number) {
    this.#server = server;
    this.#slowness = slowness;
  }

  get url(): string {
    return this.#server.url;
  }

  /** Every mail, about any subject. */
  get received(): ParsedMail[] {
    return this.#server.received.map(({ mail }) => mail);
  }

  /** `<to> <change>`, once for each time it was accepted. */
  get all(): string[] {
    return this.#accepted.map(({ to, change }) => `${to} ${change}`);
  }

  /** A server that takes `takesMs` for each mail. Closed when the test ends. */
  static async listen(t: Test, takesMs: number): Promise<AcceptedMails> {
    const server = await new MailServer().listen();
    t.teardown(() => server.close());
    const mails = new AcceptedMails(server, measureSlowness(t));
    server.answers.data = async (received) => {
      await setTimeout(takesMs);
      for (const change of changesIn(received))
        mails.#accepted.push({
          to: received.to,
          change,
          messageId: received.mail.messageId ?? '',
          at: performance.now(),
        });
      return undefined;
    };
    return mails;
  }

  /** `<to> <change>`, each one once. */
  get told(): Set<string> {
    return new Set(this.all);
  }

  /** Notes that a sender is killed now. */
  noteKill(): void {
    this.#kills.push(performance.now());
  }

  /**
   * A mail that was accepted just before a kill may not be recorded as sent. It is sent again with the same Message-ID.
   * Nothing else may be sent twice.
   */
  checkDoubles(t: Test): void {
    const first = new Map<string, Accepted>();
    const doubled: Accepted[] = [];
    for (const mail of this.#accepted) {
      const known = first.get(`${mail.to} ${mail.change}`);
      if (known === undefined) first.set(`${mail.to} ${mail.change}`, mail);
      else doubled.push(known);
      t.equal(mail.messageId, known?.messageId ?? mail.messageId, 'the same Message-ID');
    }
    // A server may accept the mail it is receiving shortly after its sender was killed, and a busy machine is slow to
    // record that a mail was sent.
    const isAroundKill = ({ at }: Accepted): boolean =>
      this.#kills.some((kill) => Math.abs(kill - at) < AROUND_KILL_MS * this.#slowness(Math.min(kill, at)));
    t.ok(doubled.every(isAroundKill), 'what was told twice was accepted around a kill');
    // While a mail is being recorded as sent, its connection takes the next one.
    const most = this.#kills.reduce((sum, kill) => sum + SMTP_CONNECTIONS * this.#slowness(kill), 0);
    t.ok(
      doubled.length <= most,
      `about the connections at ${this.#kills.length} kills: ${doubled.length} of ${this.#accepted.length} mails`,
    );
  }
}

/** The ids of the changes in a mail. */
export function changesIn({ mail }: Received): string[] {
  return [mail.headers.get('x-pickmyclass-change') ?? []].flat().map(String);
}
