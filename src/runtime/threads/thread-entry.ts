/** Entry point of an actor's thread: runs the transport, one messenger and one actor, and talks to the host. */
import { MessageChannel, parentPort, workerData, type MessagePort, type Transferable } from 'node:worker_threads';
import { reasonOf } from '../errors.ts';
import { ActorCell } from '../supervision/actor-cell.ts';
import type { ActorContext, Behavior, Logger } from '../actor.ts';
import { acceptsNothing, type Accepts } from '../messaging/protocol.ts';
import { LoadMeter } from './load.ts';
import { ThreadMonitor } from './thread-monitor.ts';
import { systemClock } from '../clock.ts';
import { Messenger } from '../messaging/messenger.ts';
import {
  toPlainError,
  type ConnectThread,
  type FromThread,
  type LogLevel,
  type ThreadBirth,
  type ToThread,
} from './thread-protocol.ts';
import type { Transport } from '../messaging/transport.ts';

interface ThreadModule {
  start: (context: ActorContext<unknown>, args: unknown) => Behavior<unknown> | Promise<Behavior<unknown>>;
  accepts?: Accepts;
}

const birth = workerData as ThreadBirth;
const host = parentPort as MessagePort;
const monitor = new ThreadMonitor((signal) => send(signal));
let transport: Transport | undefined;
let messenger: Messenger | undefined;
const load = new LoadMeter();
let cell: ActorCell | undefined;

function send(signal: FromThread, transfer: Transferable[] = []): void {
  host.postMessage(signal, transfer);
}

function newPort(): MessagePort {
  const { port1, port2 } = new MessageChannel();
  send({ type: 'port', port: port2 }, [port2]);
  return port1;
}

function logAt(level: LogLevel): Logger[LogLevel] {
  return (fields, event) => {
    const plain = Object.entries(fields).map(([name, value]: [string, unknown]) => [
      name,
      value instanceof Error ? toPlainError(value) : value,
    ]);
    try {
      send({ type: 'log', level, fields: Object.fromEntries(plain) as object, event });
    } catch (error) {
      send({ type: 'log', level, fields: { unloggable: reasonOf(error) }, event });
    }
  };
}

function beat(): void {
  send({ type: 'heartbeat', vitals: { mailbox: 0, ...cell?.inspect(), load: load.read() } });
}

async function begin(): Promise<void> {
  const { connect } = (await import(birth.transportModule)) as { connect: ConnectThread };
  const { start, accepts = acceptsNothing } = (await import(birth.module)) as ThreadModule;
  transport = await connect(newPort, (connected) => monitor.setConnected(connected));
  messenger = new Messenger({
    node: birth.node,
    thread: birth.thread,
    topicRoot: birth.topicRoot,
    transport,
    clock: systemClock,
    onDeadLetter: (letter) => send({ type: 'dead-letter', letter }),
  });
  await messenger.open();
  const log = { debug: logAt('debug'), info: logAt('info'), warn: logAt('warn'), error: logAt('error') };
  cell = new ActorCell({
    ...birth,
    actor: { ...birth.limits, accepts, start: (context) => start(context, birth.args) },
    surroundings: { messenger, monitor, clock: systemClock, log },
    // the main thread notices when this thread exits
    onGone: () => {},
    onExit: (exit) =>
      send(exit.reason === 'failed' ? { type: 'failed', error: toPlainError(exit.error) } : { type: 'finished' }),
  });
  await cell.start();
  send({ type: 'started' });
  beat();
  setInterval(beat, birth.heartbeatMs);
}

async function stop(): Promise<void> {
  await cell?.stop();
  await messenger?.close();
  await transport?.close();
  send({ type: 'stopped' });
}

host.on('message', (signal: ToThread) => {
  switch (signal.type) {
    case 'stop':
      return void stop();
    case 'target-gone':
      return messenger?.targetGone(signal.address);
    case 'life':
      return monitor.hear(signal.watch, signal.signal);
    default:
      return signal satisfies never;
  }
});
begin().catch((error: Error) => send({ type: 'start-failed', error: toPlainError(error) }));
