/** What one client at /ws says, frame by frame and in order. */
import type { FastifyRequest } from 'fastify';
import type { WebSocket } from 'ws';
import { PmcError, pmcError, reasonOf } from '../../errors.ts';
import { readSectionKeys } from '../section-key.ts';
import type { Web } from '../web-server.ts';
import { Connection } from './connection.ts';
import type { LiveHub } from './hub.ts';
import { readFrame, SUBSCRIPTIONS_MAX } from './protocol.ts';
import type { ClientFrame } from './protocol.ts';

export function converse(socket: WebSocket, request: FastifyRequest, { store, auth, log }: Web, hub: LiveHub): void {
  const connection = new Connection(socket);
  hub.add(connection);

  const subscribe = async (sections: string[], since?: string): Promise<void> => {
    const asked = new Set([...connection.sections, ...sections]);
    if (asked.size > SUBSCRIPTIONS_MAX) throw pmcError('PMC_FRAME_INVALID', { reason: `one connection may subscribe to ${SUBSCRIPTIONS_MAX} sections` });
    await hub.join(connection, sections, since);
  };
  const refuse = (error: unknown): Promise<void> => {
    const { code, message } = error instanceof PmcError ? error : pmcError('PMC_INTERNAL', { requestId: request.id });
    if (!(error instanceof PmcError) || error.statusCode >= 500) log.error({ err: error, requestId: request.id }, 'live frame failed');
    return connection.answer([{ type: 'error', code, message }]);
  };
  const keysOf = async (texts: unknown[]): Promise<string[]> => {
    const { keys, problems } = readSectionKeys(texts);
    for (const problem of problems) await refuse(problem);
    return keys;
  };
  const handle = async (frame: ClientFrame): Promise<void> => {
    switch (frame.type) {
      case 'subscribe': return subscribe(await keysOf(frame.sections), frame.since);
      case 'unsubscribe': return hub.leave(connection, await keysOf(frame.sections));
      case 'subscribe-mine': {
        const user = await auth.userOf(request);
        if (user === undefined) throw pmcError('PMC_NOT_SIGNED_IN', {});
        return subscribe((await store.watches.list(user.id)).map(({ section }) => section));
      }
      default: return frame satisfies never;
    }
  };

  let waiting = 0;
  let turn = Promise.resolve();
  socket.on('message', (data: Buffer, isBinary: boolean) => {
    // A client that asks faster than it is answered waits at its own end.
    socket.pause();
    waiting += 1;
    turn = turn.then(() => handle(readFrame(data, isBinary))).catch(refuse).then(() => {
      waiting -= 1;
      if (waiting === 0) socket.resume();
    });
  });
  socket.on('close', () => hub.remove(connection));
  socket.on('error', (error) => log.debug({ requestId: request.id, reason: reasonOf(error) }, 'live connection failed'));
}
