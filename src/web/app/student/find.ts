/** Asks for a search: what is known at once, and then what the university answers. Tries again while that may help. */
import type { SearchAnswer } from '../../contract/search.ts';
import { type ApiError, ask, toApiError } from '../shared/http.ts';
import { type Query, searchPath } from './search-query.ts';

export interface Finding {
  /** An answer. `more`: a better one may follow. */
  found: (answer: SearchAnswer, more: boolean) => void;
  /** `retryInMs`: when it is tried again; null: not, because that would not help. */
  failed: (error: ApiError, retryInMs: number | null) => void;
}

const RETRY_MS = [2_000, 5_000, 10_000, 30_000];
/** The university could not be asked, and something was known. */
const AGAIN_MS = 30_000;
/** The server's errors for a look that goes on. They are no failure. */
const PENDING = 'PMC_SECTION_PENDING';

/** Runs until there is a complete answer, or `signal` aborts. */
export async function find(query: Query, { found, failed }: Finding, signal: AbortSignal): Promise<void> {
  let answered = false;
  void ask<SearchAnswer>(searchPath(query, true), { signal }).then(
    (known) => {
      if (!answered && !signal.aborted && known.total > 0) found(known, true);
    },
    () => undefined, // The question below fails too, and says why.
  );
  for (let tries = 0; !signal.aborted; tries += 1) {
    let waitMs = AGAIN_MS;
    try {
      const answer = await ask<SearchAnswer>(searchPath(query, false), { signal });
      answered = true;
      if (signal.aborted) return;
      found(answer, false);
      if (answer.complete) return;
    } catch (thrown) {
      if (signal.aborted) return;
      const error = toApiError(thrown);
      const mayHelp = error.status === 0 || error.status === 429 || error.status >= 500;
      waitMs = (error.retryAfter ?? 0) * 1000 || (RETRY_MS[tries] ?? RETRY_MS.at(-1)!);
      if (error.code !== PENDING) failed(error, mayHelp ? waitMs : null);
      if (!mayHelp) return;
    }
    await pause(waitMs, signal);
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
