/** The errors of ports and addresses. */
import { defineErrors } from '../runtime/index.ts';

export const netError = defineErrors('PMC', {
  PMC_PORT_TAKEN: {
    next: 'stop',
    message: '{name}={port} is already in use on {host}',
    advice: 'Choose another port, or unset {name} to take the next free one',
  },
});
