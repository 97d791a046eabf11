/** Handles the frames of one client at /ws/operator, one after another. The first one signs in. */
import type { FastifyRequest } from 'fastify';
import { Compile } from 'typebox/compile';
import type { WebSocket } from 'ws';
import { clientOf } from '../../net/client-key.ts';
import { CodedError, reasonOf } from '../../runtime/index.ts';
import { storeError } from '../../store/errors.ts';
import { codeOf } from '../../telemetry/error-code.ts';
import { OPERATOR_CLIENT_FRAMES } from '../contract/operator-frames.ts';
import type { OperatorClientFrame } from '../contract/operator-frames.ts';
import type { Web } from '../http/route.ts';
import { FRAMES_WAITING } from '../limits.ts';
import { frameFailure } from '../live/frame-failure.ts';
import { checkFrame, parseFrame } from '../live/frame-reader.ts';
import { NOT_ALLOWED } from './connection.ts';
import type { OperatorConnection } from './connection.ts';
import type { PushHub } from './hub.ts';
import { encode } from './topic.ts';

/** WebSocket close codes: the client broke a rule (RFC 6455); the client may come back later (registry). */
const POLICY = 1008;
const TRY_LATER = 1013;

const VALIDATORS = {
  'sign-in': Compile(OPERATOR_CLIENT_FRAMES['sign-in']),
  watch: Compile(OPERATOR_CLIENT_FRAMES.watch),
};

export function converseWithOperator(socket: WebSocket, request: FastifyRequest, web: Web, hub: PushHub): void {
  const { log } = web.context;
  const sayError = (error: unknown): void => {
    socket.send(encode({ type: 'error', ...frameFailure(error, request.id, log) }));
  };
  socket.on('error', (error) =>
    log.debug({ requestId: request.id, reason: reasonOf(error) }, 'live connection failed'),
  );

  let connection: OperatorConnection;
  try {
    connection = hub.add(socket, clientOf(request));
  } catch (error) {
    sayError(error);
    return socket.close(TRY_LATER, 'too many connections');
  }
  socket.on('close', () => hub.remove(connection));

  const signIn = async (token: string | undefined): Promise<void> => {
    const look = () => web.auth.callerOf(token === undefined ? undefined : `Bearer ${token}`, request);
    try {
      const caller = await look();
      connection.signedIn(look);
      connection.push(encode({ type: 'signed-in', ...caller }));
    } catch (error) {
      sayError(error);
      connection.close(isRefusal(error) ? NOT_ALLOWED : TRY_LATER, codeOf(error));
    }
  };
  const handle = async (frame: OperatorClientFrame): Promise<void> => {
    if (frame.type === 'sign-in') return signIn(frame.token);
    if (!connection.isSignedIn) throw storeError('PMC_NOT_SIGNED_IN', {});
    hub.watch(connection, frame.topics);
  };

  let waiting = 0;
  let last = Promise.resolve();
  socket.on('message', (data: Buffer, isBinary: boolean) => {
    waiting += 1;
    if (waiting > FRAMES_WAITING) return connection.close(POLICY, `more than ${FRAMES_WAITING} frames at once`);
    last = last
      .then(() => handle(readFrame(data, isBinary)))
      .catch(sayError)
      .then(() => {
        waiting -= 1;
      });
  });
}

function readFrame(data: Buffer, isBinary: boolean): OperatorClientFrame {
  const value = parseFrame(data, isBinary, VALIDATORS);
  return checkFrame(VALIDATORS[value.type], value);
}

/** Whether it is the client's fault: the next try would be refused too. */
const isRefusal = (error: unknown): boolean => error instanceof CodedError && error.next === 'never';
