import type { CodedError } from '../runtime/index.ts';
import { codeOf } from '../telemetry/error-code.ts';
import { printable } from '../telemetry/printable.ts';

/** Says on stderr what is wrong, in one line. */
export function complain(error: CodedError): void {
  process.stderr.write(`pickmyclass: ${codeOf(error)} ${printable(error.message)}\n`);
}
