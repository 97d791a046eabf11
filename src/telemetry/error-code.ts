/** How an error is named to the outside: in answers, in reports, on the bus. */
import { CodedError } from '../runtime/index.ts';

/**
 * A code that begins with PMC_. Errors of the actor runtime keep their name under it; an error without a code is one
 * nobody foresaw.
 */
export function codeOf(error: unknown): string {
  return error instanceof CodedError ? error.code.replace(/^RUNTIME_/, 'PMC_') : 'PMC_INTERNAL';
}
