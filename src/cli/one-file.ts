/** The arguments of `backup` and `restore`. */
import { parseArgs } from 'node:util';
import { cliError } from './errors.ts';

/** Reads `<file> [--json]`. Throws PMC_COMMAND_UNKNOWN. */
export function readOneFile(command: string, args: string[]): { file: string; asJson: boolean } {
  const { values, positionals } = parseArgs({
    args,
    strict: true,
    options: { json: { type: 'boolean' } },
    allowPositionals: true,
  });
  const [file, ...rest] = positionals;
  if (file === undefined || rest.length > 0)
    throw cliError('PMC_COMMAND_UNKNOWN', { what: `"${command}" without one file` });
  return { file, asJson: values.json === true };
}
