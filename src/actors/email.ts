/** The e-mail channel: delivers pending notifications, retries, gives up into dead letters. Address `notifying/email`. */
import type { ErrorCode } from '../errors.ts';
import type { Ref } from './runtime/ref.ts';

export type EmailMessage =
  | { type: 'wake' }
  /** A mail outside the notification store, such as a sign-in link. */
  | { type: 'send'; mail: { to: string; subject: string; text: string; html: string }; replyTo: Ref<SendReply> };

export type SendReply = { outcome: 'sent' } | { outcome: 'failed'; code: ErrorCode; message: string };

export const EMAIL_PATH = 'notifying/email';
