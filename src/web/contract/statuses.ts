/** The HTTP status of every error, and whether its message may be shown. */
import { browsersError } from '../../browsers/errors.ts';
import { busError } from '../../bus/errors.ts';
import { checkingError } from '../../checking/errors.ts';
import { configError } from '../../config/errors.ts';
import { institutionsError } from '../../institutions/errors.ts';
import { netError } from '../../net/errors.ts';
import { nodesError } from '../../nodes/errors.ts';
import { notifyError } from '../../notify/errors.ts';
import type { ErrorEntry, NextStep } from '../../runtime/index.ts';
import { runtimeError } from '../../runtime/index.ts';
import { storeError } from '../../store/errors.ts';
import { shownCode } from '../../telemetry/error-code.ts';
import { watchingError } from '../../watching/errors.ts';
import { webError } from '../errors.ts';

/** Runtime errors are listed under the codes that users see. */
const TABLES: Record<string, ErrorEntry>[] = [
  browsersError.table,
  busError.table,
  checkingError.table,
  configError.table,
  institutionsError.table,
  netError.table,
  nodesError.table,
  notifyError.table,
  storeError.table,
  watchingError.table,
  webError.table,
  Object.fromEntries(Object.entries(runtimeError.table).map(([code, entry]) => [shownCode(code), entry])),
];

const ENTRIES: ReadonlyMap<string, ErrorEntry> = new Map(TABLES.flatMap((table) => Object.entries(table)));

const BY_NEXT_STEP: Record<NextStep, number> = { later: 503, never: 500, stop: 500 };

/** Codes whose status is not determined by the next step. */
const BY_CODE: Record<string, number> = {
  PMC_SECTION_KEY_INVALID: 422,
  PMC_SECTION_NOT_FOUND: 404,
  PMC_SECTION_NOT_SEEN: 404,
  PMC_COURSE_NOT_FOUND: 404,
  PMC_WATCH_INVALID: 422,
  PMC_INSTITUTION_UNKNOWN: 422,
  PMC_CURSOR_INVALID: 422,
  PMC_CURSOR_GONE: 410,
  PMC_DEAD_LETTER_NOT_FOUND: 404,
  PMC_BODY_INVALID: 422,
  PMC_REQUEST_INVALID: 400,
  PMC_REQUEST_LATE: 408,
  PMC_JSON_REQUIRED: 415,
  PMC_BODY_TOO_LARGE: 413,
  PMC_ROUTE_NOT_FOUND: 404,
  PMC_METHOD_NOT_ALLOWED: 405,
  PMC_NOT_SIGNED_IN: 401,
  PMC_NOT_OPERATOR: 403,
  PMC_VIEWER_READS: 403,
  PMC_OPERATOR_TOKEN_WRONG: 401,
  PMC_SIGNATURE_WRONG: 401,
  PMC_KEY_WRONG: 401,
  PMC_KEY_NOT_FOUND: 404,
  PMC_KEY_LIMIT: 429,
  PMC_ORIGIN_FOREIGN: 403,
  PMC_TOO_MANY_REQUESTS: 429,
  PMC_VISITOR_LIMIT: 429,
  PMC_LIVE_LIMIT: 429,
  PMC_CHANNEL_NOT_FOUND: 404,
  PMC_CHANNEL_LIMIT: 429,
  PMC_CHANNEL_DUPLICATE: 409,
  PMC_CHANNEL_KEPT: 409,
  PMC_CODE_WRONG: 422,
  PMC_TEST_FAILED: 422,
  PMC_DESTINATION_REFUSED: 422,
  PMC_DESTINATION_UNREACHABLE: 422,
  PMC_WATCH_LIMIT: 429,
  PMC_WATCH_NOT_FOUND: 404,
  PMC_WATCH_DUPLICATE: 409,
  PMC_TERM_OVER: 422,
  PMC_TOKEN_INVALID: 422,
  PMC_SESSION_NOT_FOUND: 404,
  PMC_BACKUP_ELSEWHERE: 409,
  PMC_USER_NOT_FOUND: 404,
  PMC_USER_IS_OPERATOR: 409,
  PMC_USER_SUSPENDED: 409,
  PMC_PLACE_NOT_FOUND: 404,
  PMC_NOT_SIMULATED: 409,
  PMC_CYCLE_RUNNING: 409,
  PMC_CYCLE_PAUSED: 409,
  PMC_CYCLE_NONE: 404,
  PMC_FRAME_INVALID: 400,
  PMC_INTERNAL: 500,
  PMC_BROWSER_NOT_FOUND: 503,
  PMC_BROWSER_UNSANDBOXED: 503,
  PMC_SOURCE_HOST_REFUSED: 502,
  PMC_STORE_NOT_FOUND: 503,
  PMC_MESSAGE_UNKNOWN: 400,
  PMC_ENVELOPE_INVALID: 400,
  PMC_START_FAILED: 500,
  PMC_START_TIMEOUT: 500,
  PMC_RESTART_LIMIT: 500,
  PMC_CRASHED: 500,
  PMC_THREAD_EXITED: 500,
  PMC_THREAD_HUNG: 500,
};

/** Returns the HTTP status of an error code; 500 for an unknown code. */
export function statusOf(code: string): number {
  const entry = ENTRIES.get(code);
  return BY_CODE[code] ?? (entry === undefined ? 500 : BY_NEXT_STEP[entry.next]);
}

/** Returns whether the message includes an internal reason, which may contain paths and host names. */
export function namesReason(code: string): boolean {
  const entry = ENTRIES.get(code);
  return entry === undefined || `${entry.message} ${entry.advice}`.includes('{reason}');
}
