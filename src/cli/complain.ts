import type { CodedError } from '../runtime/index.ts';
import { codeOf } from '../telemetry/error-code.ts';
import { printable } from '../telemetry/printable.ts';

/** Prints an error on stderr, in one line. */
export function complain(error: CodedError): void {
  process.stderr.write(`pickmyclass: ${codeOf(error)} ${printable(error.message)}\n`);
}
