/** The errors of configuration. */
import { defineErrors } from '../runtime/index.ts';

export const configError = defineErrors('PMC', {
  PMC_CONFIG_INVALID: {
    next: 'stop',
    message: '{name}={value} is not valid: {reason}',
    advice: 'Set {name} to a valid value, or unset it for the default',
  },
  PMC_SECRET_FILE_INVALID: {
    next: 'stop',
    message: '{file} holds no secret: {reason}',
    advice: 'Write one into it, or delete it and one is made',
  },
});
