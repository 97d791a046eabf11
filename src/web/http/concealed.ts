/** Errors as clients may see them. Internal reasons, which may contain paths and host names, are in the log only. */
import { CodedError } from '../../runtime/index.ts';
import { codeOf } from '../../telemetry/error-code.ts';
import { namesReason, statusOf } from '../contract/statuses.ts';
import { webError } from '../errors.ts';

/** `requestId`: what the log has the reason under. */
export function concealed(error: CodedError, requestId: string): CodedError {
  const code = codeOf(error);
  const status = statusOf(code);
  if (status < 500) return error;
  if (status === 500) return webError('PMC_INTERNAL', { requestId });
  return namesReason(code)
    ? new CodedError(error.code, error.next, `this cannot be done now. The log has the reason under ${requestId}`)
    : error;
}
