/** Converts every failure to the error body of the contract. Internal reasons stay in the log. */
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { ActorContext, Clock } from '../../runtime/index.ts';
import { CodedError, reasonOf, runtimeError } from '../../runtime/index.ts';
import { codeOf } from '../../telemetry/error-code.ts';
import { statusOf } from '../contract/statuses.ts';
import { webError } from '../errors.ts';
import type { ErrorBody } from '../contract/error.ts';
import { BODY_LIMIT, HANDLER_TIMEOUT_MS } from '../limits.ts';
import { errorPage, wantsPage } from '../pages/html.ts';
import { concealed } from './concealed.ts';
import { faultField } from './fault-words.ts';
import { LANGUAGE_VARIES, readerLanguage } from './reader-language.ts';
import { closeAfterUpgrade } from './upgrades.ts';

const RETRY_AFTER_S = 2;
/** Milliseconds for the client to read the answer and disconnect. */
const GOODBYE_MS = 2_000;
/** These are not server failures: the answer is just not available yet. They are not logged as errors. */
const ASK_AGAIN: ReadonlySet<string> = new Set<string>([
  'PMC_SECTION_PENDING',
  'PMC_BREAKER_OPEN',
  'PMC_CHECKS_PAUSED',
  'PMC_MASS_CHANGE',
  'PMC_VISITORS_BUSY',
]);

function bodyOf(error: CodedError): ErrorBody {
  const code = codeOf(error);
  const statusCode = statusOf(code);
  return { statusCode, code, error: STATUS_CODES[statusCode] ?? 'Error', message: error.message };
}

/**
 * Returns Fastify's error handler. It sends a page to clients that prefer one. `count` gets the codes of failures of
 * the server.
 */
export function answerErrors(log: ActorContext<never>['log'], count: (code: string) => void) {
  return (thrown: FastifyError | Error, request: FastifyRequest, reply: FastifyReply): void => {
    const known = translate(thrown, request);
    if (statusOf(codeOf(known)) >= 500 && !ASK_AGAIN.has(known.code)) {
      count(codeOf(known));
      log.error(
        { err: thrown, requestId: request.id, method: request.method, route: request.routeOptions.url },
        'request failed',
      );
    }
    const error = concealed(known, request.id);
    const status = statusOf(codeOf(error));
    if (status === 503 && !reply.hasHeader('retry-after')) reply.header('retry-after', RETRY_AFTER_S);
    reply.code(status).header('vary', `accept, ${LANGUAGE_VARIES}`);
    closeAfterUpgrade(request, reply);
    const body = bodyOf(error);
    if (wantsPage(request)) reply.type('text/html; charset=utf-8').send(errorPage(body, readerLanguage(request)));
    else reply.type('application/json; charset=utf-8').send(body);
  };
}

function translate(thrown: FastifyError | Error, request: FastifyRequest): CodedError {
  if (thrown instanceof CodedError) return thrown;
  const { code, validation, statusCode = 500 } = thrown as Partial<FastifyError>;
  if (validation?.[0] !== undefined)
    return webError('PMC_BODY_INVALID', {
      field: faultField(validation[0], 'body'),
      reason: validation[0].message ?? 'is not valid',
    });
  switch (code) {
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return webError('PMC_JSON_REQUIRED', {
        contentType: request.headers['content-type']?.slice(0, 100) ?? 'nothing',
      });
    case 'FST_ERR_HANDLER_TIMEOUT':
      return runtimeError('RUNTIME_CALL_TIMEOUT', {
        name: request.routeOptions.url ?? 'this',
        timeoutMs: HANDLER_TIMEOUT_MS,
      });
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return webError('PMC_BODY_TOO_LARGE', { limit: BODY_LIMIT });
    default:
      return statusCode < 500
        ? webError('PMC_REQUEST_INVALID', { reason: reasonOf(thrown) }, thrown)
        : webError('PMC_INTERNAL', { requestId: request.id }, thrown);
  }
}

const GARBAGE: Partial<Record<string, CodedError>> = {
  ERR_HTTP_REQUEST_TIMEOUT: webError('PMC_REQUEST_LATE', {}),
  HPE_HEADER_OVERFLOW: webError('PMC_REQUEST_INVALID', { reason: 'its headers are too large' }),
};

/** Answers bytes that are not HTTP, and requests that arrive too late. Then it disconnects. */
export function answerGarbage(clock: Clock) {
  return (error: Error & { code?: string }, socket: Socket): void => {
    if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
    const known = GARBAGE[error.code ?? ''] ?? webError('PMC_REQUEST_INVALID', { reason: 'it is not HTTP' });
    const body = bodyOf(known);
    const text = JSON.stringify(body);
    const head = [
      `HTTP/1.1 ${body.statusCode} ${body.error}`,
      'content-type: application/json; charset=utf-8',
      `content-length: ${Buffer.byteLength(text)}`,
      'connection: close',
    ];
    socket.end(`${head.join('\r\n')}\r\n\r\n${text}`);
    // Closing a socket with unread bytes would lose the answer. A socket left open may wait for ever.
    socket.resume();
    const timer = clock.setTimeout(() => socket.destroy(), GOODBYE_MS);
    socket.once('close', () => clock.clearTimeout(timer));
  };
}
