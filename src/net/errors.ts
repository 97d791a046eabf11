/** The errors of ports and addresses. */
import { defineErrors } from '../runtime/index.ts';

export const netError = defineErrors('PMC', {
  PMC_PORT_TAKEN: {
    next: 'stop',
    message: '{name}={port} is already in use on {host}',
    advice: 'Choose another port, or unset {name} to take the next free one',
  },
  PMC_TLS_UNUSABLE: {
    next: 'stop',
    message: '{name}={file} cannot be used: {reason}',
    advice: 'TLS_CERT and TLS_KEY must be PEM files of one certificate and its private key',
  },
  PMC_DESTINATION_REFUSED: { next: 'never', message: 'messages cannot be sent to this URL: {reason}' },
  PMC_DESTINATION_UNREACHABLE: { next: 'later', message: '{host} could not be reached: {reason}' },
});
