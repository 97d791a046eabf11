/** Handles the frames of one client at /ws, one after another. */
import type { FastifyRequest } from 'fastify';
import type { WebSocket } from 'ws';
import { readSectionKeys } from '../../institutions/section-key.ts';
import { clientOf } from '../../net/client-key.ts';
import { CodedError, reasonOf } from '../../runtime/index.ts';
import { storeError } from '../../store/errors.ts';
import { KEYS_PER_SOCKET } from '../contract/frame-limits.ts';
import { webError } from '../errors.ts';
import type { Web } from '../http/route.ts';
import { FRAMES_WAITING } from '../limits.ts';
import { allowKeys } from './clients.ts';
import type { Connection } from './connection.ts';
import { frameFailure } from './frame-failure.ts';
import type { LiveHub } from './hub.ts';
import { encode, readFrame } from './protocol.ts';
import type { ReceivedFrame } from './protocol.ts';
import { errorFrame } from './server-frames.ts';

/** WebSocket close codes: the client broke a rule (RFC 6455); the client may come back later (registry). */
const POLICY = 1008;
const TRY_LATER = 1013;

export function converse(
  socket: WebSocket,
  request: FastifyRequest,
  { node: { store, config }, auth, context: { log } }: Web,
  hub: LiveHub,
): void {
  const connection = welcome(socket, request, hub);
  if (connection === undefined) return;
  const most = KEYS_PER_SOCKET + config.maxWatchesPerUser;

  const subscribe = async (sections: string[], since?: string): Promise<void> => {
    const added = sections.filter((section) => !connection.sections.has(section)).length;
    if (connection.sections.size + added > most)
      throw webError('PMC_FRAME_INVALID', { reason: `one connection may subscribe to ${most} sections` });
    allowKeys(connection.client, added);
    await hub.join(connection, sections, since);
  };
  const refuse = (error: unknown): Promise<void> => {
    const { code, message } = frameFailure(error, request.id, log);
    return connection.answer([errorFrame(code, message)]);
  };
  const keysOf = async (texts: unknown[]): Promise<string[]> => {
    const { keys, problems } = readSectionKeys(texts);
    for (const problem of problems) await refuse(problem);
    return keys;
  };
  const watched = async (): Promise<string[]> => {
    const user = await auth.userOf(request);
    if (user === undefined) throw storeError('PMC_NOT_SIGNED_IN', {});
    return (await store.watches.list(user.id)).flatMap(({ covers }) => covers);
  };
  const handle = async (frame: ReceivedFrame): Promise<void> => {
    switch (frame.type) {
      case 'subscribe':
        return subscribe(await keysOf(frame.sections), frame.since);
      case 'unsubscribe':
        return hub.leave(connection, await keysOf(frame.sections));
      case 'subscribe-mine':
        return subscribe(await hub.read(connection, 1, watched));
      default:
        return frame satisfies never;
    }
  };

  let waiting = 0;
  let last = Promise.resolve();
  socket.on('message', (data: Buffer, isBinary: boolean) => {
    if (!connection.isOpen) return;
    // While a client waits for answers, nothing more is read from it, except frames that arrived in the same bytes.
    socket.pause();
    waiting += 1;
    if (waiting > FRAMES_WAITING) return connection.close(POLICY, `more than ${FRAMES_WAITING} frames at once`);
    last = last
      .then(() => handle(readFrame(data, isBinary)))
      .catch(refuse)
      .then(() => {
        waiting -= 1;
        if (waiting === 0) socket.resume();
      });
  });
  socket.on('close', () => hub.remove(connection));
  socket.on('error', (error) =>
    log.debug({ requestId: request.id, reason: reasonOf(error) }, 'live connection failed'),
  );
}

/** Returns undefined if the client has too many connections. The client was sent the error. */
function welcome(socket: WebSocket, request: FastifyRequest, hub: LiveHub): Connection | undefined {
  try {
    return hub.add(socket, clientOf(request));
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    socket.on('error', () => socket.terminate());
    socket.send(encode(errorFrame(error.code, error.message)));
    socket.close(TRY_LATER, 'too many connections');
    return undefined;
  }
}
