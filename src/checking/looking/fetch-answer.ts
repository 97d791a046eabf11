/** Asks the source through a tab. */
import type { RawAnswer } from '../../institutions/institution.ts';
import { SourceRefusal } from '../../institutions/institution.ts';
import { CodedError } from '../../runtime/index.ts';
import { codeOf } from '../../telemetry/error-code.ts';
import type { Fetched, LookFailed, LookRefused } from './look-result.ts';

/** Asks once and counts the requests. `ask` calls `onRequest` for each. Rejects only with errors without a code. */
export async function fetchAnswer(ask: (onRequest: () => void) => Promise<RawAnswer>): Promise<Fetched> {
  let requests = 0;
  try {
    const answer = await ask(() => {
      requests += 1;
    });
    return { outcome: 'answered', answer, requests };
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    return noAnswer(error, requests);
  }
}

/**
 * Returns the result for an error. An overloaded machine is not the source's fault, and a source that refuses to be
 * asked has not failed.
 */
export function noAnswer(error: CodedError, requests: number): LookFailed | LookRefused {
  const code = codeOf(error);
  const { message } = error;
  if (error instanceof SourceRefusal)
    return { outcome: 'refused', code, message, retryInMs: error.retryInMs, requests };
  return { outcome: code === 'PMC_BROWSER_BUSY' ? 'refused' : 'failed', code, message, requests };
}
