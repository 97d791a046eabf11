/** The errors of notifying. */
import { defineErrors } from '../runtime/index.ts';

export const notifyError = defineErrors('PMC', {
  PMC_MAIL_REFUSED: { next: 'never', message: 'the mail server refused a recipient for good ({responseCode})' },
  PMC_MAIL_BLOCKED: {
    next: 'later',
    message: 'the mail server refuses mail from here, whoever it is for: {reason}',
    advice:
      'What is pending waits; look at the quota, the policy and the credentials of the account in SMTP_URL, and at MAIL_FROM',
  },
  PMC_MAIL_FAILED: { next: 'later', message: 'mail could not be handed over: {reason}' },
  PMC_CHANGE_MISSING: {
    next: 'never',
    message: 'notification {notification} tells of a change that the store does not hold',
    advice: 'Nothing was sent; look for what deleted it, and delete the dead letter',
  },
  PMC_GIVEN_UP: {
    next: 'never',
    message: 'gave up after {attempts} attempts in {seconds} s; the last error: {reason}',
  },
});
