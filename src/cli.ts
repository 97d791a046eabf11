#!/usr/bin/env node
/** The command line. Results go to stdout, everything else to stderr. */
import { complain } from './cli/complain.ts';
import type { Environment } from './config/reader.ts';
import { withoutPassword } from './config/reader.ts';
import { readConfig } from './config/config.ts';
import type { Config } from './config/config.ts';
import { cliError } from './cli/errors.ts';
import { helpOf, meant } from './cli/help.ts';
import { CodedError, reasonOf } from './runtime/index.ts';
import { version } from './config/version.ts';

/** Runs with the arguments after its name. Resolves with the exit code. */
type Command = (args: string[], config: Config) => Promise<number>;

const BAD_USE = 2;
/** So many characters of an invalid argument are shown. */
const SHOWN_CHARACTERS = 100;

// Each command is loaded when it is used, so that `--help` does not load a browser driver.
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  start: async () => (await import('./cli/start.ts')).start,
  check: async () => (await import('./cli/check.ts')).check,
  campus: async () => (await import('./cli/campus.ts')).campus,
  'dead-letters': async () => (await import('./cli/dead-letters.ts')).deadLetters,
  migrate: async () => (await import('./cli/migrate.ts')).migrate,
  backup: async () => (await import('./cli/backup.ts')).backup,
  restore: async () => (await import('./cli/restore.ts')).restore,
  doctor: async () => (await import('./cli/doctor.ts')).doctor,
};

async function main(argv: string[], environment: Environment): Promise<number> {
  const [name, ...args] = argv;
  if (name === '--help' || name === '-h') return print(helpOf());
  if (name === '--version') return print(`${version}\n`);
  const load = name !== undefined && Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (load === undefined) throw unknownCommand(name);
  if (args.includes('--help') || args.includes('-h')) return print(helpOf(name));
  const result = readConfig(environment);
  if ('problems' in result) {
    for (const problem of result.problems) complain(problem);
    return BAD_USE;
  }
  const command = await load();
  return command(args, result.config);
}

function unknownCommand(name: string | undefined): CodedError {
  if (name === undefined) return cliError('PMC_COMMAND_UNKNOWN', { what: 'no command' });
  const shown = name.slice(0, SHOWN_CHARACTERS);
  const probably = meant(shown);
  return cliError('PMC_COMMAND_UNKNOWN', {
    what: probably === undefined ? `"${shown}"` : `"${shown}" (did you mean "${probably}"?)`,
  });
}

function print(text: string): number {
  process.stdout.write(text);
  return 0;
}

/** Prints one line for a wrong use and for an expected error. Any other error is a defect and gets its stack. */
function codeFor(error: unknown): number {
  if (error instanceof CodedError) {
    complain(error);
    return error.next === 'stop' || error.code === 'PMC_COMMAND_UNKNOWN' ? BAD_USE : 1;
  }
  if (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')) {
    complain(
      cliError('PMC_COMMAND_UNKNOWN', {
        what: withoutPassword(reasonOf(error)).split('. ')[0]!.slice(0, SHOWN_CHARACTERS),
      }),
    );
    return BAD_USE;
  }
  if (isErrno(error) && error.syscall === 'write') {
    complain(cliError('PMC_OUTPUT_FAILED', { reason: error.message }));
    return 1;
  }
  process.stderr.write(`pickmyclass: ${error instanceof Error ? error.stack : String(error)}\n`);
  return 1;
}

function isErrno(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error;
}

/** A forgotten handle keeps the process for no longer than this after its work. */
const LINGER_MS = 2_000;

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // The reader has gone, as with "| head": the work goes on without its output.
  if (error.code !== 'EPIPE') process.exitCode = codeFor(error);
});
// Nobody can be told.
process.stderr.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') process.exitCode = 1;
});

// What is written is about students: no other user of this machine may read it.
process.umask(0o077);
const exitCode = await main(process.argv.slice(2), process.env).catch(codeFor);
// Output may have failed before the command was done.
process.exitCode ||= exitCode;
setTimeout(() => process.exit(), LINGER_MS).unref();
