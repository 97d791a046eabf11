/** Chooses the channel for mail. */
import { join } from 'node:path';
import type { Clock } from '../runtime/index.ts';
import type { Config } from '../config/config.ts';
import type { MailChannel } from './channel.ts';
import type { MailSettings } from './email/message.ts';
import { filesChannel } from './email/files.ts';
import { smtpChannel } from './email/smtp.ts';

/** SMTP_URL if it is set, else Resend (an SMTP server with one user), else files in the data directory. */
export function channelFor(
  config: Pick<Config, 'mail' | 'checking' | 'dataDir'>,
  settings: Omit<MailSettings, 'from'>,
  clock: Clock,
): MailChannel {
  const { smtpUrl, resendApiKey, from } = config.mail;
  const url =
    smtpUrl ??
    (resendApiKey === null ? null : `smtps://resend:${encodeURIComponent(resendApiKey)}@smtp.resend.com:465`);
  const mail: MailSettings = { ...settings, from };
  return url === null
    ? filesChannel(join(config.dataDir, 'mail'), mail, clock)
    : smtpChannel(url, config.checking.timeoutMs, mail, clock);
}
