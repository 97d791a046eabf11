/** The code of an error for the outside: in answers and reports. */
import { CodedError } from '../runtime/index.ts';

/** Codes begin with PMC_, those of the actor runtime too. An error without a code is unexpected: PMC_INTERNAL. */
export function codeOf(error: unknown): string {
  return error instanceof CodedError ? error.code.replace(/^RUNTIME_/, 'PMC_') : 'PMC_INTERNAL';
}
