/** The errors of the campus. They have the same names and shape as those of the program. */
import { defineErrors } from '../../src/runtime/index.ts';

export const campusError = defineErrors('PMC', {
  PMC_CONFIG_INVALID: {
    next: 'stop',
    message: '{name}={value} is not valid: {reason}',
    advice: 'Set {name} to a valid value, or leave it out to use the default',
  },
  PMC_PORT_TAKEN: {
    next: 'stop',
    message: 'port {port} is already in use on {host}',
    advice: 'Choose another --port, or leave it out to take the next free one',
  },
  PMC_SECTION_NOT_FOUND: {
    next: 'never',
    message: 'the campus has no section {section}',
    advice: 'Check the term and the class number',
  },
  PMC_BODY_INVALID: { next: 'never', message: '{field} is not valid: {reason}' },
  PMC_REQUEST_INVALID: { next: 'never', message: 'the request could not be read: {reason}' },
  PMC_JSON_REQUIRED: { next: 'never', message: 'send the body as application/json, not {contentType}' },
  PMC_BODY_TOO_LARGE: { next: 'never', message: 'the body is larger than {limit}' },
  PMC_ORIGIN_FOREIGN: { next: 'never', message: 'origin {origin} is not {expected}' },
  PMC_INTERNAL: {
    next: 'later',
    message: 'something failed inside the campus',
    advice: 'Its log has the reason under {requestId}',
  },
});

/** The HTTP status of each error of the control page. */
export const CAMPUS_STATUS: Readonly<Record<string, number>> = {
  PMC_CONFIG_INVALID: 500,
  PMC_PORT_TAKEN: 500,
  PMC_SECTION_NOT_FOUND: 404,
  PMC_BODY_INVALID: 422,
  PMC_REQUEST_INVALID: 400,
  PMC_JSON_REQUIRED: 415,
  PMC_BODY_TOO_LARGE: 413,
  PMC_ORIGIN_FOREIGN: 403,
  PMC_INTERNAL: 500,
};
