/** The operators' WebSocket of the fake page server: the real hub, with values that tests control. */
import type { WebSocket } from 'ws';
import { systemClock } from '../../../../src/runtime/index.ts';
import type { OperatorClientFrame } from '../../../../src/web/contract/operator-frames.ts';
import type { OperatorTopic, OperatorValue } from '../../../../src/web/contract/operator-topics.ts';
import { PushHub } from '../../../../src/web/push/hub.ts';
import type { Sources } from '../../../../src/web/push/sources.ts';
import type { PageServer } from './server.ts';

export const TOKEN = 'an-operator-token-of-32-characters';
const EVERY_MS = 100;

type Values = { [Topic in OperatorTopic]: () => OperatorValue<Topic> };

/** Pushes what `values` returns, read ten times a second, as copies: tests change the data in place. */
export function pushTo(server: PageServer, values: Values): void {
  const sources = Object.fromEntries(
    Object.entries(values).map(([topic, value]) => [
      topic,
      { everyMs: EVERY_MS, read: async () => structuredClone(value()) },
    ]),
  ) as unknown as Sources;
  const hub = new PushHub(sources, systemClock);
  server.onOperator = (socket) => {
    const connection = hub.add(socket, 'somebody');
    socket.on('close', () => hub.remove(connection));
    socket.on('message', (data: Buffer) => {
      const frame = JSON.parse(data.toString()) as OperatorClientFrame;
      if (frame.type === 'watch') hub.watch(connection, frame.topics);
      else if (isOperator(server, frame.token)) {
        connection.signedIn(async () => undefined);
        say(socket, {
          type: 'signed-in',
          who: server.session?.email ?? 'token',
          role: server.session?.viewer ? 'viewer' : 'operator',
        });
      } else say(socket, { type: 'error', code: 'PMC_OPERATOR_TOKEN_WRONG', message: 'wrong' });
    });
  };
}

export function isOperator(server: PageServer, token: string | undefined): boolean {
  return token === undefined ? server.session?.operator === true || server.session?.viewer === true : token === TOKEN;
}

const say = (socket: WebSocket, frame: object): void => socket.send(JSON.stringify(frame));
