/**
 * Every error the program can give, in one table.
 *
 * `status` is the HTTP status when the error reaches a client; `next` says what the caller must do:
 * `never` (the same call will fail again), `later` (try again after a pause), `stop` (the process cannot go on).
 * A message names the offending value in braces and ends with the next step.
 */
const table = {
  // configuration and command line
  PMC_CONFIG_INVALID: { status: 500, next: 'stop', message: '{name}={value} is not valid: {reason}. Set {name} to a valid value, or unset it for the default' },
  PMC_SECRET_FILE_INVALID: { status: 500, next: 'stop', message: '{file} holds no secret: {reason}. Write one into it, or delete it and one is made' },
  PMC_PORT_TAKEN: { status: 500, next: 'stop', message: '{name}={port} is already in use on {host}. Choose another port, or unset {name} to take the next free one' },
  PMC_COMMAND_UNKNOWN: { status: 400, next: 'never', message: '{what} is not known. Run "pickmyclass --help" for what is' },
  PMC_OUTPUT_FAILED: { status: 500, next: 'never', message: 'the result could not be written: {reason}. Give the output a place that takes it' },
  PMC_BROWSER_NOT_FOUND: { status: 503, next: 'stop', message: 'no Chrome or Chromium was found ({tried}). Install one and set CHROME_PATH to its executable' },
  PMC_BROWSER_UNSANDBOXED: { status: 503, next: 'stop', message: '{browser} cannot start its sandbox, and does not run without: {reason}. Allow user namespaces to the user it runs as; docs/deploying.md says how, also in a container' },

  // domain
  PMC_SECTION_KEY_INVALID: { status: 422, next: 'never', message: '"{key}" is no section key. Write institution/term/classNumber, such as asu/2267/66445' },
  PMC_SECTION_NOT_FOUND: { status: 404, next: 'never', message: 'the source lists no section {section}. Check the term and the class number' },
  PMC_SECTION_NOT_SEEN: { status: 404, next: 'later', message: 'section {section} has never been seen. Ask for its state first' },
  PMC_SECTION_UNSURE: { status: 503, next: 'later', message: 'the source answered, but of {section} it says nothing sure: {reason}. Compare with what its page shows' },
  PMC_SECTION_PENDING: { status: 503, next: 'later', message: '{section} is being looked at for the first time. Ask again in a few seconds' },
  PMC_VISITOR_LIMIT: { status: 429, next: 'later', message: 'you have had as much looked up as one visitor may. Ask again in {seconds} s; what is known already is always shown' },
  PMC_VISITORS_BUSY: { status: 503, next: 'later', message: 'visitors have had as much looked up as they may together. Ask again in {seconds} s; what is known already is always shown' },
  PMC_INSTITUTION_UNKNOWN: { status: 422, next: 'never', message: 'institution "{institution}" is not watched here. Known: {known}' },

  // actors
  PMC_ASK_TIMEOUT: { status: 503, next: 'later', message: '{address} did not answer within {timeoutMs} ms. Look at its mailbox on /operator and try again' },
  PMC_ACTOR_DEAD: { status: 503, next: 'later', message: 'no live actor at {address}. It is being restarted or was stopped; try again' },
  PMC_MAILBOX_FULL: { status: 503, next: 'later', message: 'the mailbox of {address} is full ({capacity} messages). Try again later' },
  PMC_CHILD_SPEC_INVALID: { status: 500, next: 'stop', message: 'child spec {id}: {key} is {value}; {reason}' },
  PMC_RESTART_LIMIT: { status: 500, next: 'later', message: 'supervisor {address} saw {restarts} restarts within {windowMs} ms and gives up. Its parent decides' },
  PMC_START_FAILED: { status: 500, next: 'later', message: '{address} did not start: {reason}' },
  PMC_START_TIMEOUT: { status: 500, next: 'later', message: '{address} did not start within {timeoutMs} ms' },
  PMC_THREAD_EXITED: { status: 500, next: 'later', message: 'the worker thread of {address} exited with code {exitCode}' },
  PMC_THREAD_HUNG: { status: 500, next: 'later', message: 'the worker thread of {address} gave no heartbeat for {silentMs} ms' },
  PMC_BREAKER_OPEN: { status: 503, next: 'later', message: 'the circuit breaker of {name} is open for another {remainingMs} ms' },
  PMC_CALL_TIMEOUT: { status: 503, next: 'later', message: 'the call to {name} took longer than {timeoutMs} ms' },
  PMC_MESSAGE_UNKNOWN: { status: 400, next: 'never', message: '{address} knows no message of the type "{type}". See that all nodes run the same version' },
  PMC_ENVELOPE_INVALID: { status: 400, next: 'never', message: 'a message on {topic} was refused: {reason}' },

  // bus
  PMC_BUS_UNAVAILABLE: { status: 503, next: 'later', message: 'the bus is not connected: {reason}' },
  PMC_BUS_REFUSED: { status: 500, next: 'stop', message: 'the broker at {host} cannot be used: {reason}. Give BUS_URL the right host, and a user and password that may read and write pickmyclass/#' },
  PMC_BUS_PACKETS_LIMITED: { status: 503, next: 'later', message: 'the broker passes on packets of {bytes} bytes and drops such of {needed}, so messages are lost. Raise its limit (Mosquitto: max_packet_size, message_size_limit) to {needed} bytes or more' },
  PMC_BUS_PLACES_USED_UP: { status: 503, next: 'later', message: 'MQTT clients without credentials were turned away within the last minute: {connections} are connected. See who holds so many, and give those who need a place credentials' },

  // store
  PMC_STORE_UNAVAILABLE: { status: 503, next: 'later', message: 'the store cannot be reached: {reason}' },
  PMC_STORE_UNWRITABLE: { status: 503, next: 'later', message: 'the store can be read and not written: {reason}. Make room on its disk and allow this user to write; everything goes on by itself then' },
  PMC_STORE_REJECTED: { status: 500, next: 'never', message: 'the store does not take what it was given: {reason}. This is a fault of the program; please report it with this message' },
  PMC_STORE_DAMAGED: { status: 500, next: 'stop', message: '{path} is damaged, or no store of this program: {reason}. Put a copy from before in its place, or move it away to begin with an empty store' },
  PMC_STORE_FILE_UNUSABLE: { status: 500, next: 'stop', message: '{path} cannot be used: {reason}. See that its directory exists, has room and may be written by this user, or set DATA_DIR or STORE_URL to another place' },
  PMC_STORE_NEWER: { status: 500, next: 'stop', message: 'the store has schema version {found}, this program knows {known}. Start a newer program' },
  PMC_STORE_LOCKED: { status: 500, next: 'stop', message: '{path} is in use by another process. Stop it, or set another DATA_DIR; several processes need a mongodb:// STORE_URL' },
  PMC_STORE_NOT_FOUND: { status: 503, next: 'stop', message: 'no MongoDB answers at {host}: {reason}. Start it, or set STORE_URL to where it is' },
  PMC_STORE_REFUSED: { status: 500, next: 'stop', message: 'the MongoDB at {host} refuses: {reason}. Give STORE_URL a user and password that may read, write and make indexes (role readWrite)' },
  PMC_DUTY_LOST: { status: 503, next: 'later', message: 'another process publishes by now. What was not told is told by it' },
  PMC_NODE_TAKEN: { status: 500, next: 'stop', message: 'NODE_ID={node} is used by a later process on the same store. Give each process its own, or unset NODE_ID' },
  PMC_STORE_OLD_SERVER: { status: 500, next: 'stop', message: 'the MongoDB at {host} is too old. Run version 6.0 or newer' },
  PMC_TARGET_NOT_EMPTY: { status: 409, next: 'stop', message: 'the target holds {kind} that the source does not hold, or not so. Give --to an empty store: only what broke off is carried on, from an unchanged source' },
  PMC_MIGRATION_DIFFERS: { status: 409, next: 'never', message: 'source and target differ in {kinds}. Stop every process that uses one of them, empty the target, and migrate again' },
  PMC_CURSOR_INVALID: { status: 422, next: 'never', message: '"{cursor}" is no cursor that was given out. Start without one' },

  // source and browsers
  PMC_SOURCE_UNAUTHORIZED: { status: 503, next: 'later', message: 'the search API of {host} answered 401: it no longer accepts the page\'s own credentials. Compare the Authorization header the page sends' },
  PMC_SOURCE_STATUS: { status: 503, next: 'later', message: '{host} answered {status}' },
  PMC_SOURCE_REFUSES: { status: 503, next: 'later', message: '{host} answered {status}: it does not want to be asked for {seconds} s. If that goes on, lower CHECK_BUDGET_PER_MINUTE' },
  PMC_SOURCE_HOST_REFUSED: { status: 502, next: 'never', message: 'a page of the source wanted to speak to {host}, which is no host of the source. If the page cannot do without, add the host where its institution says who may be spoken to' },
  PMC_SOURCE_UNREACHABLE: { status: 503, next: 'later', message: '{host} cannot be reached: {reason}' },
  PMC_SOURCE_UNRECOGNISED: { status: 503, next: 'later', message: 'the answer for {request} was not recognised: {reason}' },
  PMC_POOL_REFUSED: { status: 503, next: 'later', message: '{waiting} requests are waiting for a browser already. Try again later' },
  PMC_BROWSER_FAILED: { status: 503, next: 'later', message: 'browser {browser} failed: {reason}' },
  PMC_BROWSER_BUSY: { status: 503, next: 'later', message: 'browser {browser} opened no tab within {timeoutMs} ms: this machine has too much to do. Lower BROWSERS or TABS_PER_BROWSER, or give it more' },
  PMC_MASS_CHANGE: { status: 503, next: 'later', message: 'the answer to {request} shows more changes at once than are believed without a second look. It follows in {seconds} s' },
  PMC_CHECKS_PAUSED: { status: 503, next: 'later', message: 'checks are paused for {institution}. Resume them on /operator' },

  // notifying
  PMC_MAIL_REFUSED: { status: 502, next: 'never', message: 'the mail server refused a recipient for good ({responseCode})' },
  PMC_MAIL_BLOCKED: { status: 503, next: 'later', message: 'the mail server refuses mail from here, whoever it is for: {reason}. What is pending waits; look at the quota, the policy and the credentials of the account in SMTP_URL, and at MAIL_FROM' },
  PMC_MAIL_FAILED: { status: 503, next: 'later', message: 'mail could not be handed over: {reason}' },
  PMC_CHANGE_MISSING: { status: 500, next: 'never', message: 'notification {notification} tells of a change that the store does not hold. Nothing was sent; look for what deleted it, and delete the dead letter' },
  PMC_GIVEN_UP: { status: 503, next: 'never', message: 'gave up after {attempts} attempts in {seconds} s; the last error: {reason}' },

  // web
  PMC_BODY_INVALID: { status: 422, next: 'never', message: '{field}: {reason}' },
  PMC_REQUEST_INVALID: { status: 400, next: 'never', message: 'the request could not be read: {reason}' },
  PMC_REQUEST_LATE: { status: 408, next: 'later', message: 'the request did not arrive in time. Send it at once' },
  PMC_JSON_REQUIRED: { status: 415, next: 'never', message: 'send the body as application/json, not {contentType}' },
  PMC_BODY_TOO_LARGE: { status: 413, next: 'never', message: 'the body is larger than {limit} bytes' },
  PMC_ROUTE_NOT_FOUND: { status: 404, next: 'never', message: 'there is no {method} {url}. See /docs for what there is' },
  PMC_METHOD_NOT_ALLOWED: { status: 405, next: 'never', message: '{method} is not for {url}. Allowed: {allowed}' },
  PMC_NOT_SIGNED_IN: { status: 401, next: 'never', message: 'sign in first: ask for a link at POST /api/v1/session' },
  PMC_NOT_OPERATOR: { status: 403, next: 'never', message: 'this is for operators. Send Authorization: Bearer <OPERATOR_TOKEN>, or sign in with an address in OPERATOR_EMAILS' },
  PMC_OPERATOR_TOKEN_WRONG: { status: 401, next: 'never', message: 'the bearer token is not the OPERATOR_TOKEN' },
  PMC_ORIGIN_FOREIGN: { status: 403, next: 'never', message: 'origin {origin} is not {expected}' },
  PMC_TOO_MANY_REQUESTS: { status: 429, next: 'later', message: 'too many requests. Try again in {seconds} s' },
  PMC_WATCH_NOT_FOUND: { status: 404, next: 'never', message: 'you have no watch {id}' },
  PMC_WATCH_DUPLICATE: { status: 409, next: 'never', message: 'you watch {section} already. Change that watch instead' },
  PMC_TERM_OVER: { status: 422, next: 'never', message: '{term} is over, so {section} can be watched no more. Choose a section of a later term' },
  PMC_WATCH_LIMIT: { status: 429, next: 'never', message: 'you have {limit} watches, the most one student may have. Remove one first' },
  PMC_TOKEN_INVALID: { status: 422, next: 'never', message: 'this link is not valid, was used, or has expired. Ask for a new one' },
  PMC_CYCLE_RUNNING: { status: 409, next: 'later', message: 'a cycle is running. See GET /api/v1/cycles/current' },
  PMC_CYCLE_PAUSED: { status: 409, next: 'later', message: 'checks are paused. Resume them with DELETE /api/v1/pause?scope=checks' },
  PMC_CYCLE_NONE: { status: 404, next: 'later', message: 'no cycle has run yet' },
  PMC_DEAD_LETTER_NOT_FOUND: { status: 404, next: 'never', message: 'there is no dead letter {id}' },
  PMC_LIVE_LIMIT: { status: 429, next: 'later', message: 'your network has {limit} {what} here, the most it may have. Close other pages, or try again later' },
  PMC_FRAME_INVALID: { status: 400, next: 'never', message: 'the frame was refused: {reason}' },
  PMC_INTERNAL: { status: 500, next: 'later', message: 'something failed inside. The log has the reason under {requestId}' },
} as const satisfies Record<`PMC_${string}`, ErrorEntry>;

interface ErrorEntry { status: number; next: 'never' | 'later' | 'stop'; message: string }

export type ErrorCode = keyof typeof table;
export const ERRORS: Readonly<Record<ErrorCode, ErrorEntry>> = table;

/** The names in braces of a message: `'a {b} c {d}'` → `'b' | 'd'`. */
type Placeholder<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | Placeholder<Rest> : never;
type Values<Code extends ErrorCode> = Record<Placeholder<(typeof table)[Code]['message']>, string | number>;

/** An error from the table. `code`, `statusCode` and `next` tell what happened and what to do; `cause` keeps the origin. */
export class PmcError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'PmcError';
    this.code = code;
  }

  get statusCode(): number { return table[this.code].status; }
  get next(): ErrorEntry['next'] { return table[this.code].next; }
}

/** Builds the error `code` with the values its message asks for. */
export function pmcError<Code extends ErrorCode>(code: Code, values: Values<Code>, cause?: unknown): PmcError {
  const given: Record<string, string | number> = values;
  const message = table[code].message.replace(/\{(\w+)\}/g, (_, name: string) => String(given[name]));
  return new PmcError(code, message, cause);
}

/** Whether waiting may mend it: the store or the bus is away, another process has the duty. */
export function isForLater(error: unknown): error is PmcError {
  return error instanceof PmcError && error.next === 'later';
}

/** The message of anything that was thrown. */
export function reasonOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
