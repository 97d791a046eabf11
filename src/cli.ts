#!/usr/bin/env node
/** The command line. Results go to stdout, everything else to stderr. */
import { complain } from './cli/complain.ts';
import type { Environment } from './config/reader.ts';
import { withoutPassword } from './config/reader.ts';
import { readConfig } from './config/config.ts';
import type { Config } from './config/config.ts';
import { cliError } from './cli/errors.ts';
import { CodedError, reasonOf } from './runtime/index.ts';
import { version } from './config/version.ts';

/** Runs with what follows its name, ends with the exit code. */
type Command = (args: string[], config: Config) => Promise<number>;

const BAD_USE = 2;
/** Characters of a bad argument that are shown. */
const SHOWN = 100;

// A command loads what it needs and no more: `--help` must not start a browser pool.
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  start: async () => (await import('./cli/start.ts')).start,
  check: async () => (await import('./cli/check.ts')).check,
  campus: async () => (await import('./cli/campus.ts')).campus,
  'dead-letters': async () => (await import('./cli/dead-letters.ts')).deadLetters,
  migrate: async () => (await import('./cli/migrate.ts')).migrate,
  doctor: async () => (await import('./cli/doctor.ts')).doctor,
};

const HELP = `pickmyclass watches full course sections and tells students the moment a seat opens

  pickmyclass start                        the whole system; without configuration: a simulated campus,
                                           an embedded broker and store, mail written to files
  pickmyclass check <section>… [--json]    look once and print the states, such as asu/2267/66445
  pickmyclass campus [--host HOST] [--port N] [--seed N] [--trace FILE.csv] [--speed X] [--capture FILE.json] [--smtp-port N]
                                           the simulated campus alone; its control page asks for no password, so
                                           --host (127.0.0.1 when not given) is for a network you trust
  pickmyclass dead-letters list            what was given up
  pickmyclass dead-letters replay [id]     try it again, one or all
  pickmyclass migrate --from URL --to URL  move everything durable to another store, sqlite:<file> or mongodb://…,
                                           and compare; stop every process that uses one of them first
  pickmyclass doctor                       what is configured, what is reachable, what to do about what is not
  pickmyclass --help | --version

Configuration is read from the environment; the README has the table.
`;

async function main(argv: string[], environment: Environment): Promise<number> {
  const [name, ...args] = argv;
  if (name === '--help' || name === '-h' || args.includes('--help')) return print(HELP);
  if (name === '--version') return print(`${version}\n`);
  const load = name !== undefined && Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (load === undefined)
    throw cliError('PMC_COMMAND_UNKNOWN', { what: name === undefined ? 'no command' : `"${name.slice(0, SHOWN)}"` });
  const result = readConfig(environment);
  if ('problems' in result) {
    for (const problem of result.problems) complain(problem);
    return BAD_USE;
  }
  const command = await load();
  return command(args, result.config);
}

function print(text: string): number {
  process.stdout.write(text);
  return 0;
}

/** Bad use and errors that end the program are one line; anything else is a defect and shows where it is. */
function codeFor(error: unknown): number {
  if (error instanceof CodedError) {
    complain(error);
    return error.next === 'stop' || error.code === 'PMC_COMMAND_UNKNOWN' ? BAD_USE : 1;
  }
  if (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')) {
    complain(
      cliError('PMC_COMMAND_UNKNOWN', { what: withoutPassword(reasonOf(error)).split('. ')[0]!.slice(0, SHOWN) }),
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

const LINGER_MS = 2_000;

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // Whoever read it has gone, as with "| head": the work goes on, its words are lost.
  if (error.code !== 'EPIPE') process.exitCode = codeFor(error);
});
// Nobody is left to be told.
process.stderr.on('error', () => {
  process.exitCode = 1;
});

process.exitCode = await main(process.argv.slice(2), process.env).catch(codeFor);
// All work is done: a handle that somebody forgot must not keep the process.
setTimeout(() => process.exit(), LINGER_MS).unref();
