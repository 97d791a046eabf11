/** How mail is sent, and how we learn of mail that bounced. */
import { isMailbox } from '../domain/mailbox.ts';
import type { Reader } from './reader.ts';
import { isSvixSecret, SVIX_SECRET_RULE } from './secret-rules.ts';

export interface MailConfig {
  readonly smtpUrl: string | null;
  readonly from: string;
  readonly resendApiKey: string | null;
  /** With which Resend signs what it tells us of bounces. */
  readonly webhookSecret: string | null;
}

export function readMail(read: Reader): MailConfig {
  return {
    smtpUrl: read.url('SMTP_URL', ['smtp:', 'smtps:']),
    from: read.matching(
      'MAIL_FROM',
      'PickMyClass <pickmyclass@localhost>',
      isMailbox,
      'write one mailbox, such as PickMyClass <alerts@example.edu>',
    ),
    resendApiKey: read.optional('RESEND_API_KEY'),
    webhookSecret: read.secret('RESEND_WEBHOOK_SECRET', isSvixSecret, SVIX_SECRET_RULE),
  };
}
