/** The errors of configuration. */
import { defineErrors } from '../runtime/index.ts';

export const configError = defineErrors('PMC', {
  PMC_CONFIG_INVALID: {
    next: 'stop',
    message: '{name}={value} is not valid: {reason}',
    advice: 'Correct {name}, or leave it out to use the default',
  },
  PMC_SECRET_FILE_INVALID: {
    next: 'stop',
    message: '{file} has no valid secret: {reason}',
    advice: 'Write a secret into the file, or delete it to have a new one created',
  },
});
