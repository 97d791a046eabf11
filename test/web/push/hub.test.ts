import { EventEmitter } from 'node:events';
import t from 'tap';
import type { WebSocket } from 'ws';
import { ManualClock } from '../../../src/runtime/testing/index.ts';
import { PushHub } from '../../../src/web/push/hub.ts';
import type { Sources } from '../../../src/web/push/sources.ts';

/** An open socket that notes the codes with which it is closed. */
class FakeSocket extends EventEmitter {
  readonly OPEN = 1;
  readonly readyState = 1;
  readonly bufferedAmount = 0;
  readonly closed: number[] = [];
  send(): void {}
  ping(): void {
    this.emit('pong');
  }
  close(code: number): void {
    this.closed.push(code);
  }
}

function setUp() {
  const clock = new ManualClock();
  let reads = 0;
  const sources = {
    pauses: {
      everyMs: 1_000,
      read: async () => {
        reads += 1;
        return { pauses: [] };
      },
    },
  } as unknown as Sources;
  const hub = new PushHub(sources, clock);
  const connect = () => {
    const socket = new FakeSocket();
    return { socket, connection: hub.add(socket as unknown as WebSocket, '192.0.2.1') };
  };
  return { clock, hub, connect, reads: () => reads };
}

t.test('a frame that is handled after its connection has closed watches nothing', async (t) => {
  const { clock, hub, connect, reads } = setUp();
  const { connection } = connect();
  hub.remove(connection);
  hub.watch(connection, ['pauses']);
  await clock.advance(10_000);
  t.equal(reads(), 0);
  t.equal(clock.waiting, 0);
});

t.test('a client that comes just before all are checked has time to sign in', async (t) => {
  const { clock, connect } = setUp();
  connect().connection.signedIn(async () => undefined);
  await clock.advance(4_990);
  const [quick, idle] = [connect(), connect()];
  await clock.advance(10);
  t.same([quick.socket.closed, idle.socket.closed], [[], []]);
  quick.connection.signedIn(async () => undefined);
  await clock.advance(5_000);
  t.same([quick.socket.closed, idle.socket.closed], [[], [4003]]);
});
