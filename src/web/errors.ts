/** The errors of the web side. */
import { defineErrors } from '../runtime/index.ts';

export const webError = defineErrors('PMC', {
  PMC_BODY_INVALID: { next: 'never', message: '{field}: {reason}' },
  PMC_REQUEST_INVALID: { next: 'never', message: 'the request could not be read: {reason}' },
  PMC_REQUEST_LATE: { next: 'later', message: 'the request did not arrive in time', advice: 'Send it at once' },
  PMC_JSON_REQUIRED: { next: 'never', message: 'send the body as application/json, not {contentType}' },
  PMC_BODY_TOO_LARGE: { next: 'never', message: 'the body is larger than {limit} bytes' },
  PMC_ROUTE_NOT_FOUND: { next: 'never', message: 'there is no {method} {url}', advice: 'See /docs for all routes' },
  PMC_METHOD_NOT_ALLOWED: {
    next: 'never',
    message: '{url} does not support {method}',
    advice: 'Use one of: {allowed}',
  },
  PMC_SIGNATURE_WRONG: {
    next: 'never',
    message: 'the signature is missing, wrong or older than five minutes',
    advice: 'Set RESEND_WEBHOOK_SECRET to the secret of the webhook at Resend',
  },
  PMC_NOT_OPERATOR: {
    next: 'never',
    message: 'only operators may do this',
    advice: 'Send Authorization: Bearer <OPERATOR_TOKEN>, or sign in with an address in OPERATOR_EMAILS',
  },
  PMC_VIEWER_READS: {
    next: 'never',
    message: 'viewers may read what operators read, and change nothing',
    advice: 'Ask an operator to do it',
  },
  PMC_OPERATOR_TOKEN_WRONG: { next: 'never', message: 'the bearer token is not the OPERATOR_TOKEN' },
  PMC_KEY_WRONG: {
    next: 'never',
    message: 'the key is wrong or was revoked',
    advice: 'Send Authorization: Bearer <id>.<secret>',
  },
  PMC_KEY_NOT_FOUND: { next: 'never', message: 'there is no key {id} that could be revoked' },
  PMC_KEY_LIMIT: { next: 'never', message: 'there are {max} keys, the most there may be', advice: 'Revoke one' },
  PMC_ORIGIN_FOREIGN: { next: 'never', message: 'origin {origin} is not {expected}' },
  PMC_TOO_MANY_REQUESTS: { next: 'later', message: 'too many requests', advice: 'Try again in {seconds} s' },
  PMC_SIGN_IN_MAIL_FAILED: {
    next: 'later',
    message: 'the mail with the link could not be sent, because no mail can be sent now',
    advice: 'Try again in a few minutes',
  },
  PMC_USER_NOT_FOUND: { next: 'never', message: 'there is no student {id}' },
  PMC_USER_IS_OPERATOR: {
    next: 'never',
    message: 'an operator or viewer cannot be suspended',
    advice: 'Remove the address from OPERATOR_EMAILS or VIEWER_EMAILS first',
  },
  PMC_USER_SUSPENDED: { next: 'never', message: 'this student is suspended', advice: 'Restore the student first' },
  PMC_SESSION_NOT_FOUND: { next: 'never', message: 'you have no session {id}' },
  PMC_TOKEN_INVALID: {
    next: 'never',
    message: 'this link is invalid, was already used, or has expired',
    advice: 'Ask for a new one',
  },
  PMC_CHANNEL_NOT_FOUND: { next: 'never', message: 'you have no such channel' },
  PMC_CHANNEL_LIMIT: { next: 'never', message: 'you have {max} channels, the most you may have', advice: 'Remove one' },
  PMC_CHANNEL_DUPLICATE: { next: 'never', message: 'you have added this URL already', advice: 'Send it a test' },
  PMC_CHANNEL_KEPT: {
    next: 'never',
    message: 'your e-mail address cannot be removed, because you sign in with it',
    advice: 'Choose other channels for your watches',
  },
  PMC_CODE_WRONG: { next: 'never', message: 'this is not the code', advice: 'Send a test and type the code it shows' },
  PMC_TEST_FAILED: { next: 'later', message: 'the test did not arrive: {reason}' },
  PMC_BACKUP_ELSEWHERE: {
    next: 'never',
    message: 'only the embedded store can copy itself while it is used',
    advice: 'Use mongodump, or stop every process and run "pickmyclass backup"',
  },
  PMC_PLACE_NOT_FOUND: {
    next: 'never',
    message: 'nothing at {path} can do this',
    advice: 'See GET /api/v1/nodes for what is there',
  },
  PMC_NOT_SIMULATED: { next: 'never', message: 'this is possible only with the simulated university' },
  PMC_CYCLE_RUNNING: { next: 'later', message: 'a cycle is running', advice: 'See GET /api/v1/cycles/current' },
  PMC_CYCLE_PAUSED: {
    next: 'later',
    message: 'checks are paused',
    advice: 'Resume them with DELETE /api/v1/pause?scope=checks',
  },
  PMC_CYCLE_NONE: { next: 'later', message: 'no cycle has run yet' },
  PMC_LIVE_LIMIT: {
    next: 'later',
    message: 'your network has {limit} {what} here, the most one network may have',
    advice: 'Close other pages, or try again later',
  },
  PMC_FRAME_INVALID: { next: 'never', message: 'the frame was refused: {reason}' },
  PMC_INTERNAL: {
    next: 'later',
    message: 'something failed inside the server',
    advice: 'The log has the reason under the request id {requestId}',
  },
});
