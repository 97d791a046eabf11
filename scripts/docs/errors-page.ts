/** Writes docs/reference/errors.md: every error code, what happened, and what to do about it. */
import { statusOf } from '../../src/web/contract/statuses.ts';
import { shownCode } from '../../src/telemetry/error-code.ts';
import { errorTables } from './error-tables.ts';
import type { ErrorTable } from './error-tables.ts';
import { head, table } from './markdown.ts';

/** The command line shows its errors only on stderr. */
const NOT_OVER_HTTP = 'cli';

export async function errorsPage(): Promise<string> {
  const tables = await errorTables();
  return [
    head('Errors', 'the error tables in `src/`'),
    'Every error has a code that does not change. Names in braces stand for the values of the case.',
    'The next step says what the caller should do:\n',
    table(
      ['next step', 'meaning'],
      [
        ['never', 'The same call fails again. Change it first.'],
        ['later', 'The same call may succeed later.'],
        ['stop', 'The process cannot go on. It ends, and a person has to act.'],
      ],
    ),
    'The last column is the status over HTTP. An error with status 500 is answered as `PMC_INTERNAL`; the log ' +
      'has the details.\n',
    ...tables.map(section),
  ].join('\n');
}

function section({ room, entries }: ErrorTable): string {
  const rows = Object.entries(entries).map(([code, { next, message, advice }]) => [
    `\`${shownCode(code)}\``,
    message,
    advice ?? '',
    next,
    room === NOT_OVER_HTTP ? '' : String(statusOf(shownCode(code))),
  ]);
  return `## ${room}\n\n${table(['code', 'what happened', 'what to do', 'next step', 'HTTP'], rows)}`;
}
