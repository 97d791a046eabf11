/** What a failed hand-over means: whose fault it is, and whether to try again. */
import type { NodemailerError } from 'nodemailer';
import { notifyError } from '../errors.ts';
import { CodedError, reasonOf } from '../../runtime/index.ts';
import type { Delivery } from '../channel.ts';
import type { Fault, Phase } from './fault.ts';
import { maskAddresses } from '../mask.ts';
import { faultOf, saysNoAddress, textOf } from './fault.ts';

/**
 * The error of a failed hand-over. PMC_MAIL_REFUSED: the server refuses this recipient for good. PMC_MAIL_BLOCKED: it
 * refuses the sender until somebody fixes that. PMC_MAIL_FAILED: a later attempt may succeed.
 */
export function mailError(thrown: unknown): CodedError {
  const { code, cause } = thrown as NodemailerError;
  const reason = maskAddresses(reasonOf(code === 'EABORT' ? cause : thrown));
  switch (faultIn(thrown)) {
    case 'recipient':
      return notifyError('PMC_MAIL_REFUSED', { responseCode: (thrown as NodemailerError).responseCode ?? 0 }, thrown);
    case 'sender':
      return notifyError('PMC_MAIL_BLOCKED', { reason }, thrown);
    default:
      return notifyError('PMC_MAIL_FAILED', { reason }, thrown);
  }
}

/** The same, as the result of a delivery. */
export function deliveryError(thrown: unknown): Delivery {
  const { code, message } = mailError(thrown);
  const error = `${code}: ${message}`;
  switch (code) {
    case 'PMC_MAIL_REFUSED':
      return {
        outcome: 'refused',
        error,
        text: textOf(responseOf(thrown)),
        noAddress: saysNoAddress(responseOf(thrown)),
      };
    case 'PMC_MAIL_BLOCKED':
      return { outcome: 'blocked', error };
    default:
      return { outcome: 'failed', error, outage: isOutage(thrown) };
  }
}

function faultIn(thrown: unknown): Fault {
  return faultOf(phaseOf(thrown as NodemailerError), responseOf(thrown));
}

function responseOf(thrown: unknown): string {
  return (thrown as NodemailerError).response ?? '';
}

/** nodemailer names DATA for two answers: the one to the command, and the one to the mail itself. */
function phaseOf({ code, command }: NodemailerError): Phase {
  if (code === 'EMESSAGE') return 'mail';
  return command === 'RCPT TO' ? 'recipient' : 'sender';
}

/**
 * Whether the server failed. A server that puts off one recipient (greylisting, a full mailbox) is healthy, unless it
 * says that it is closing. An error before the connection, such as a mail that could not be composed, is not its fault.
 */
function isOutage(thrown: unknown): boolean {
  const { code, command, responseCode } = thrown as NodemailerError;
  if (responseCode === CLOSING) return true;
  const aboutRecipient = code === 'EENVELOPE' && (command === 'RCPT TO' || command === 'API');
  return !aboutRecipient && code !== undefined && !(thrown instanceof CodedError);
}

const CLOSING = 421;
