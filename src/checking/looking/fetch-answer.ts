/** Asks the source through a tab. */
import type { OnRequest, RawAnswer } from '../../institutions/institution.ts';
import { SourceRefusal } from '../../institutions/institution.ts';
import { CodedError } from '../../runtime/index.ts';
import { codeOf } from '../../telemetry/error-code.ts';
import type { Cost, Fetched, LookFailed, LookRefused } from './look-result.ts';

/** Asks once and counts the requests. `ask` calls `onRequest` for each. Rejects only with errors without a code. */
export async function fetchAnswer(ask: (onRequest: OnRequest) => Promise<RawAnswer>): Promise<Fetched> {
  const made = { answer: 0, opening: 0 };
  const cost = (): Cost => ({
    requests: made.answer + made.opening,
    ...(made.opening > 0 && { opening: made.opening }),
  });
  try {
    const answer = await ask((purpose) => {
      made[purpose] += 1;
    });
    return { outcome: 'answered', answer, ...cost() };
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    return noAnswer(error, cost());
  }
}

/**
 * Returns the result for an error. An overloaded machine is not the source's fault, and a source that refuses to be
 * asked has not failed.
 */
export function noAnswer(error: CodedError, cost: Cost): LookFailed | LookRefused {
  const code = codeOf(error);
  const { message } = error;
  if (error instanceof SourceRefusal) return { outcome: 'refused', code, message, retryInMs: error.retryInMs, ...cost };
  return { outcome: code === 'PMC_BROWSER_BUSY' ? 'refused' : 'failed', code, message, ...cost };
}
