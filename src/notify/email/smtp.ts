/** E-mail through an SMTP server, over a pool of connections. Each mail has one recipient, and so its own result. */
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { SendMailOptions } from 'nodemailer';
import { createTransport } from 'nodemailer';
import type { Clock } from '../../runtime/index.ts';
import { isLoopback } from '../../config/reader.ts';
import type { MailChannel } from '../channel.ts';
import type { MailSettings } from './message.ts';
import { composeBundle, composePlain } from './message.ts';
import { deliveryError, mailError } from './mail-errors.ts';
import { Deadline } from './deadline.ts';

const POOL_SIZE = 5;
/** RFC 5321 §4.5.3.2.6: a server may deliver, scan or forward the mail before it answers the final dot. */
const ANSWER_MS = 600_000;

interface WatchedMail extends SendMailOptions {
  mayHandOver: () => Promise<boolean>;
  deadline: Deadline;
}

/**
 * The channel over `url`: smtp:// or smtps://, with nodemailer's connection options in the query. Everything before the
 * final dot may take `timeoutMs`. After it, the server has the mail, and we wait much longer for its answer: a client
 * that gives up too early sends the mail twice.
 */
export function smtpChannel(url: string, timeoutMs: number, settings: MailSettings, clock: Clock): MailChannel {
  const transport = createTransport({
    pool: true,
    maxConnections: POOL_SIZE,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    socketTimeout: ANSWER_MS + timeoutMs,
    // Nobody can intercept a loopback connection, and a server there seldom has a valid certificate.
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
    // The timeout of the socket is not enough: a server can send its answer in small pieces for ever.
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
 * The content of a mail, read after the server has answered DATA. The whole mail is sent right after `mayHandOver`, so
 * that nothing can happen between that question and the final dot. An error here ends the connection before the dot,
 * and the server drops the mail.
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
