/** The error codes that answers and reports show. */
import { CodedError } from '../runtime/index.ts';

/** Returns the code, which begins with PMC_ even for runtime errors. An unexpected error has no code: PMC_INTERNAL. */
export function codeOf(error: unknown): string {
  return error instanceof CodedError ? shownCode(error.code) : 'PMC_INTERNAL';
}

/** Returns the code as users see it: runtime codes are shown as the program's own. */
export function shownCode(code: string): string {
  return code.replace(/^RUNTIME_/, 'PMC_');
}

/** Returns the code at the start of a stored error, such as `PMC_MAIL_FAILED: …`. Other text: PMC_INTERNAL. */
export function codeIn(text: string): string {
  return /^PMC_[A-Z_]+/.exec(shownCode(text))?.[0] ?? 'PMC_INTERNAL';
}
