/** Writes docs/reference/cli.md: the command line, as its help describes it. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { head, table } from './markdown.ts';

const CLI = fileURLToPath(new URL('../../src/cli.js', import.meta.url));

export function cliPage(): string {
  return [
    head('Command line', '`pickmyclass --help`'),
    'In a clone, write `npx pickmyclass`. Results go to stdout, everything else to stderr.\n',
    '```text',
    execFileSync(process.execPath, [CLI, '--help'], { encoding: 'utf8' }).trimEnd(),
    '```\n',
    table(
      ['exit code', 'meaning'],
      [
        ['0', 'it worked'],
        ['1', 'it failed; for `doctor`: something that is needed cannot be reached'],
        ['2', 'an unknown command or option, an invalid value, or a configuration that cannot work'],
        ['3', '`check`: a section does not exist'],
        ['4', '`check`: a section could not be seen'],
      ],
    ),
  ].join('\n');
}
