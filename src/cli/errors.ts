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
  PMC_LINKS_UNREACHABLE: {
    next: 'stop',
    message: '{problem}',
    advice: 'Set PUBLIC_URL to the https address at which students reach this system',
  },
  PMC_ALREADY_RUNNING: {
    next: 'stop',
    message: 'the system runs already, at {url}, as node {node}',
    advice: 'Use that one, stop it, or set another DATA_DIR',
  },
  PMC_FILE_UNUSABLE: { next: 'stop', message: '{file} cannot be used: {reason}', advice: 'Name another file' },
  PMC_SYSTEM_FAILED: {
    next: 'later',
    message: 'the system at {url} did not do {request}: {reason}',
    advice: 'See its log, or stop it and run the command again',
  },
  PMC_MIGRATION_DIFFERS: {
    next: 'never',
    message: 'source and target differ in {kinds}',
    advice: 'Stop every process that uses one of them, empty the target, and copy again',
  },
});
