/** E-mail through an SMTP server, over a pool of connections. One mail has one recipient, so each gets a result of its own. */
import { Readable } from 'node:stream';
import type { SendMailOptions } from 'nodemailer';
import { createTransport } from 'nodemailer';
import type { Clock } from '../../actors/runtime/clock.ts';
import type { Channel } from '../channel.ts';
import type { MailSettings } from './message.ts';
import { composeBundle, composePlain } from './message.ts';
import { deliveryError, mailError } from './mail-errors.ts';

const POOL_SIZE = 5;
const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

interface GuardedMail extends SendMailOptions { mayHandOver?: () => boolean }

/**
 * The channel over `url`: smtp:// or smtps://, nodemailer's connection options as its query.
 * A hand-over that takes longer than `timeoutMs` is ended and counts as failed.
 */
export function smtpChannel(url: string, timeoutMs: number, settings: MailSettings, clock: Clock): Channel {
  const transport = createTransport({
    pool: true, maxConnections: POOL_SIZE,
    connectionTimeout: timeoutMs, greetingTimeout: timeoutMs, socketTimeout: timeoutMs, dnsTimeout: timeoutMs,
    // Nobody can sit between the two ends of a loopback connection, and a server there seldom has a certificate to show.
    tls: { rejectUnauthorized: !LOOPBACK.test(new URL(url).hostname) },
    url,
  });
  transport.use('stream', (mail, done) => {
    const { mayHandOver } = mail.data as GuardedMail;
    if (mayHandOver !== undefined) mail.message.processFunc((content) => Readable.from(guarded(content, mayHandOver)));
    done();
  });
  // The socket's own timeout is not enough: a server can trickle its answers for ever.
  const handOver = (mail: GuardedMail) => transport.sendMail({ ...mail, signal: AbortSignal.timeout(timeoutMs) });
  return {
    name: 'email',
    concurrency: POOL_SIZE,
    async deliver(bundle, mayHandOver) {
      try {
        await handOver({ ...composeBundle(bundle, settings, clock.now()), mayHandOver });
        return { outcome: 'sent' };
      } catch (error) {
        return error instanceof Error && error.cause === WITHDRAWN ? { outcome: 'withdrawn' } : deliveryError(error);
      }
    },
    async send(mail) {
      try {
        await handOver(composePlain(mail, settings.from, clock.now()));
      } catch (error) {
        throw mailError(error);
      }
    },
    async verify() {
      try {
        await transport.verify();
      } catch (error) {
        throw mailError(error);
      }
    },
    async close() { transport.close(); },
  };
}

const WITHDRAWN = Symbol('withdrawn');

/**
 * The content of a mail, asked for once the server has answered DATA. A failure here ends the connection before the final dot, and
 * the server drops what it has.
 */
async function* guarded(content: AsyncIterable<Buffer>, mayHandOver: () => boolean): AsyncGenerator<Buffer> {
  if (!mayHandOver()) throw new Error('the mail was withdrawn', { cause: WITHDRAWN });
  yield* content;
}
