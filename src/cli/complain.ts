import type { PmcError } from '../errors.ts';
import { printable } from '../printable.ts';

/** Says on stderr what is wrong, in one line. */
export function complain({ code, message }: PmcError): void {
  process.stderr.write(`pickmyclass: ${code} ${printable(message)}\n`);
}
