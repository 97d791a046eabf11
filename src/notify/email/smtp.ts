/**
 * E-mail through an SMTP server, over a pool of connections. One mail has one recipient, so each gets a result of its
 * own.
 */
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { SendMailOptions } from 'nodemailer';
import { createTransport } from 'nodemailer';
import type { Clock } from '../../runtime/index.ts';
import { isLoopback } from '../../config/reader.ts';
import type { Channel } from '../channel.ts';
import type { MailSettings } from './message.ts';
import { composeBundle, composePlain } from './message.ts';
import { deliveryError, mailError } from './mail-errors.ts';
import { Deadline } from './deadline.ts';

const POOL_SIZE = 5;
/** RFC 5321 §4.5.3.2.6: a server may deliver, scan or ask others before it answers the final dot. */
const ANSWER_MS = 600_000;

interface WatchedMail extends SendMailOptions {
  mayHandOver: () => Promise<boolean>;
  deadline: Deadline;
}

/**
 * The channel over `url`: smtp:// or smtps://, nodemailer's connection options as its query. What comes before the
 * final dot may take `timeoutMs` in all. Then the mail is the server's, and its answer is waited for much longer: who
 * hangs up too early gets mail twice.
 */
export function smtpChannel(url: string, timeoutMs: number, settings: MailSettings, clock: Clock): Channel {
  const transport = createTransport({
    pool: true,
    maxConnections: POOL_SIZE,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    socketTimeout: ANSWER_MS + timeoutMs,
    // Nobody can sit between the two ends of a loopback connection, and a server there seldom has a certificate to
    // show.
    tls: { rejectUnauthorized: !isLoopback(new URL(url).hostname) },
    url,
  });
  transport.use('stream', (mail, done) => {
    const { mayHandOver, deadline } = mail.data as WatchedMail;
    mail.message.processFunc((content) => Readable.from(guarded(content, mayHandOver, deadline)));
    done();
  });
  const running = new Set<Deadline>();
  const handOver = async (mail: SendMailOptions, mayHandOver = async () => true) => {
    // The socket's own timeout is not enough: a server can trickle its answers for ever.
    const deadline = new Deadline(clock, timeoutMs, ANSWER_MS);
    running.add(deadline);
    try {
      await transport.sendMail({ ...mail, mayHandOver, deadline, signal: deadline.signal } as WatchedMail);
    } finally {
      deadline.end();
      running.delete(deadline);
    }
  };
  return {
    name: 'email',
    concurrency: POOL_SIZE,
    async deliver(bundle, mayHandOver) {
      try {
        await handOver(composeBundle(bundle, settings, clock.now()), mayHandOver);
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
    async close() {
      for (const deadline of running) deadline.lose('the channel was closed');
      transport.close();
    },
  };
}

const WITHDRAWN = Symbol('withdrawn');

/**
 * The content of a mail, asked for once the server has answered DATA, and given away whole: nothing lies between the
 * question and the final dot. A failure here ends the connection before the dot, and the server drops what it has.
 */
async function* guarded(
  content: AsyncIterable<Buffer>,
  mayHandOver: () => Promise<boolean>,
  deadline: Deadline,
): AsyncGenerator<Buffer> {
  const whole = await buffer(content);
  if (!(await mayHandOver())) throw new Error('the mail was withdrawn', { cause: WITHDRAWN });
  yield whole;
  deadline.handedOver();
}
