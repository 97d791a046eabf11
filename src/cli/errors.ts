/** The errors of the command line. */
import { defineErrors } from '../runtime/index.ts';

export const cliError = defineErrors('PMC', {
  PMC_COMMAND_UNKNOWN: {
    next: 'never',
    message: 'invalid command line: {what}',
    advice: 'Run "pickmyclass --help" to see the commands',
  },
  PMC_OUTPUT_FAILED: {
    next: 'never',
    message: 'the result could not be written: {reason}',
    advice: 'Check where the output goes: the disk may be full',
  },
  PMC_MIGRATION_DIFFERS: {
    next: 'never',
    message: 'source and target differ in {kinds}',
    advice: 'Stop every process that uses one of them, empty the target, and migrate again',
  },
});
