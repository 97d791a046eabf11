/** The error codes that answers and reports show. */
import { CodedError } from '../runtime/index.ts';

/** Returns the code, which begins with PMC_ even for runtime errors. An unexpected error has no code: PMC_INTERNAL. */
export function codeOf(error: unknown): string {
  return error instanceof CodedError ? error.code.replace(/^RUNTIME_/, 'PMC_') : 'PMC_INTERNAL';
}
