/** Checks whether the class search answers. */
import { institutionsError } from '../../institutions/errors.ts';
import { reasonOf } from '../../runtime/index.ts';

const TIMEOUT_MS = 10_000;

/** `catalogUrl` is null for the simulated campus. */
export async function examineSource(catalogUrl: string | null): Promise<string> {
  if (catalogUrl === null) return 'starts with the system';
  const { host } = new URL(catalogUrl);
  const response = await fetch(catalogUrl, { signal: AbortSignal.timeout(TIMEOUT_MS) }).catch((error: unknown) => {
    throw institutionsError('PMC_SOURCE_UNREACHABLE', { host, reason: reasonOf(error) }, error);
  });
  await response.body?.cancel();
  if (!response.ok) throw institutionsError('PMC_SOURCE_STATUS', { host, status: response.status });
  return `answers ${response.status}`;
}
