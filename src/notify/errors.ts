/** The errors of notifying. */
import { defineErrors } from '../runtime/index.ts';

export const notifyError = defineErrors('PMC', {
  PMC_MAIL_REFUSED: { next: 'never', message: 'the mail server refused a recipient for good ({responseCode})' },
  PMC_MAIL_BLOCKED: {
    next: 'later',
    message: 'the mail server refuses all mail from this sender: {reason}',
    advice:
      'Check the quota, the policy and the credentials of the account in SMTP_URL, and MAIL_FROM. ' +
      'Pending mails are sent once the server accepts them',
  },
  PMC_MAIL_FAILED: { next: 'later', message: 'the mail could not be handed over: {reason}' },
  PMC_DESTINATION_ANSWERED: { next: 'later', message: '{host} answered {status} instead of taking the message' },
  PMC_CHANGE_MISSING: {
    next: 'never',
    message: 'the change of notification {notification} is not in the store',
    advice: 'No mail was sent. Find out what deleted the change, then delete the dead letter',
  },
  PMC_GIVEN_UP: {
    next: 'never',
    message: 'gave up after {attempts} attempts in {seconds} s; the last error: {reason}',
  },
});
