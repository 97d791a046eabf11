/** What a client is told when a frame of its failed, at both WebSockets of the pages. */
import type { Logger } from '../../runtime/index.ts';
import { CodedError } from '../../runtime/index.ts';
import { codeOf } from '../../telemetry/error-code.ts';
import { statusOf } from '../contract/statuses.ts';
import { webError } from '../errors.ts';
import { concealed } from '../http/concealed.ts';

/** Returns the code and the message. A failure of the server is logged under `requestId`; its reason is not told. */
export function frameFailure(
  error: unknown,
  requestId: string,
  log: Pick<Logger, 'error'>,
): { code: string; message: string } {
  const known = error instanceof CodedError ? error : webError('PMC_INTERNAL', { requestId }, error);
  if (statusOf(codeOf(known)) >= 500) log.error({ err: error, requestId }, 'live frame failed');
  const told = concealed(known, requestId);
  return { code: codeOf(told), message: told.message };
}
