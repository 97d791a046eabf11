/** Requests to the server: JSON in, JSON out, one error class. */

/** A `PMC_…` code of the server; `UNREACHABLE` if there is no answer, `UNREADABLE` if it is not the API's. */
export type ApiErrorCode = string;

export class ApiError extends Error {
  readonly code: ApiErrorCode;
  /** HTTP status; 0 if there is no answer. */
  readonly status: number;
  /** Seconds to wait, if the server asked for it. */
  readonly retryAfter: number | null;

  constructor(code: ApiErrorCode, status: number, message: string, retryAfter: number | null = null) {
    super(message);
    this.name = 'ApiError';
    this.code = code;
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

export interface Ask {
  method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  body?: unknown;
  signal?: AbortSignal | undefined;
  token?: string | null;
}

/**
 * Sends a request to our own origin and returns the parsed body, or undefined if it is empty. The body is not checked
 * against the contract. Rejects with ApiError, or with the browser's AbortError if `signal` aborts.
 */
export async function ask<Body>(path: string, { method = 'GET', body, signal, token }: Ask = {}): Promise<Body> {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (body !== undefined) headers['content-type'] = 'application/json';
  if (token) headers['authorization'] = `Bearer ${token}`;
  const init: RequestInit = { method, headers, signal: signal ?? null };
  if (body !== undefined) init.body = JSON.stringify(body);
  const response = await fetch(path, init).catch((error: unknown) => {
    if (signal?.aborted) throw error;
    throw new ApiError(
      'UNREACHABLE',
      0,
      'PickMyClass did not answer. Check your connection; this page tries again by itself.',
    );
  });
  const text = await response.text();
  if (response.ok) return (text === '' ? undefined : read(text, response.status)) as Body;
  const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN);
  const problem = read(text, response.status) as { code?: string; message?: string };
  throw new ApiError(
    problem.code ?? 'UNREADABLE',
    response.status,
    problem.message ?? `The server answered ${response.status}.`,
    Number.isFinite(retryAfter) ? retryAfter : null,
  );
}

function read(text: string, status: number): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiError(
      'UNREADABLE',
      status,
      `The server answered ${status} with something that is not JSON. There may be a proxy in between.`,
    );
  }
}

/** Converts anything thrown into an ApiError. */
export function toApiError(thrown: unknown): ApiError {
  return thrown instanceof ApiError
    ? thrown
    : new ApiError('UNREADABLE', 0, thrown instanceof Error ? thrown.message : String(thrown));
}
