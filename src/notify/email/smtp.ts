/** E-mail through an SMTP server, over a pool of connections. One mail has one recipient, so each gets a result of its own. */
import { createTransport } from 'nodemailer';
import type { SendMailOptions } from 'nodemailer';
import type { Clock } from '../../actors/runtime/clock.ts';
import type { Channel } from '../channel.ts';
import type { MailSettings } from './message.ts';
import { composeBundle, composePlain } from './message.ts';
import { deliveryError, mailError } from './smtp-errors.ts';

const POOL_SIZE = 5;
const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

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
  // The socket's own timeout is not enough: a server can trickle its answers for ever.
  const handOver = (mail: SendMailOptions) => transport.sendMail({ ...mail, signal: AbortSignal.timeout(timeoutMs) });
  return {
    name: 'email',
    concurrency: POOL_SIZE,
    async deliver(bundle) {
      try {
        await handOver(composeBundle(bundle, settings, clock.now()));
        return { outcome: 'sent' };
      } catch (error) {
        return deliveryError(error);
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
