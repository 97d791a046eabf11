/** What a failed hand-over means: who is at fault, and whether to try again. */
import type { NodemailerError } from 'nodemailer';
import type { PmcError } from '../../errors.ts';
import type { Delivery } from '../channel.ts';
import { pmcError, reasonOf } from '../../errors.ts';
import { maskAddresses } from '../mask.ts';

/**
 * The error of a failed hand-over. PMC_MAIL_REFUSED: the server gave a permanent answer (5xx) to the recipient or to the mail itself,
 * so the same mail would get it again. A 5xx to anything else (signing in, the sender) is a fault of the set-up, which can be mended:
 * PMC_MAIL_FAILED.
 */
export function mailError(thrown: unknown): PmcError {
  const { code, command, responseCode = 0 } = thrown as NodemailerError;
  const answered = command === 'RCPT TO' || code === 'EMESSAGE';
  if (answered && responseCode >= 500 && responseCode !== OUT_OF_STEP) return pmcError('PMC_MAIL_REFUSED', { responseCode }, thrown);
  return pmcError('PMC_MAIL_FAILED', { reason: maskAddresses(reasonOf(thrown)) }, thrown);
}

/** The same as the result of a delivery. */
export function deliveryError(thrown: unknown): Delivery {
  const { code, message } = mailError(thrown);
  const error = `${code}: ${message}`;
  return code === 'PMC_MAIL_REFUSED' ? { outcome: 'refused', error } : { outcome: 'failed', error, outage: isOutage(thrown) };
}

/**
 * Whether the server is at fault. One that puts off a single recipient (greylisting, a full mailbox) is healthy unless it says that
 * it is closing; what never reached it, such as a mail that could not be composed, says nothing about it.
 */
function isOutage(thrown: unknown): boolean {
  const { code, command, responseCode } = thrown as NodemailerError;
  if (responseCode === CLOSING) return true;
  const aboutRecipient = code === 'EENVELOPE' && (command === 'RCPT TO' || command === 'API');
  return !aboutRecipient && code !== undefined && !code.startsWith('PMC_');
}

const CLOSING = 421;
/** 503 tells that the session went wrong, not what the server thinks of the mail. */
const OUT_OF_STEP = 503;
