/** Messages between actors, their lives and their restarts. */
import { ACTOR_TOPIC_ROOT } from '../../../src/bus/topics.ts';
import type { SystemOptions } from '../../../src/runtime/index.ts';
import type { Bench, Benchmark, Figures } from '../benchmark.ts';
import { costOf, timeOf } from '../cost.ts';
import { quietBus } from '../quiet-bus.ts';
import { barePort } from './bare-port.ts';
import type { Engine } from './engine.ts';
import { nactEngine } from './nact.ts';
import { ours, oursAcrossThreads } from './ours.ts';
import { xstateEngine } from './xstate.ts';

export interface Sizes {
  rounds: number;
  tells: number;
  asks: number;
  actors: number;
}

const SIZES: Sizes = { rounds: 9, tells: 200_000, asks: 20_000, actors: 500 };

type Engines = Readonly<Record<string, Engine>>;

/** `peers` are the others that run beside ours on one thread. */
export async function runActors(bench: Bench, sizes: Sizes, peers: Engines): Promise<void> {
  const bus = await quietBus();
  const onBus: Partial<SystemOptions> = {
    transport: bus,
    topicRoot: ACTOR_TOPIC_ROOT,
    threadTransport: {
      module: new URL('../../../src/bus/port-client.js', import.meta.url).href,
      accept: (port) => bus.acceptPort(port),
    },
  };
  const inMemory = await ours();
  await withEach({ ours: inMemory, ...peers }, (engines) => onOneThread(bench, sizes, engines));
  // Ours on the bus comes later: a program has one transport, and the compiler makes use of that.
  await withEach({ 'in memory': await ours(), 'on the bus': await ours({ ...onBus, node: 'one' }) }, async (both) => {
    await compare(bench, 'tell on one thread, by transport', both, sizes, 'tells');
    await compare(bench, 'ask on one thread, by transport', both, sizes, 'asks');
  });
  const across = {
    'in memory': await oursAcrossThreads(),
    'on the bus': await oursAcrossThreads({ ...onBus, node: 'two' }),
    'bare postMessage': await barePort(),
  };
  await withEach(across, async (engines) => {
    await compare(bench, 'tell to a worker thread', engines, sizes, 'tells');
    await compare(bench, 'ask of a worker thread', engines, sizes, 'asks');
  });
  await bus.close();
}

async function onOneThread(bench: Bench, sizes: Sizes, engines: Engines): Promise<void> {
  const tell = await compare(bench, 'tell on one thread', engines, sizes, 'tells');
  const perSecond = (name: string): number => tell[name]!['messages/s']!.median;
  if ('nact' in engines)
    bench.goal({ what: 'tell on one thread, × nact', value: perSecond('ours') / perSecond('nact'), atLeast: 1 });
  await compare(bench, 'ask on one thread', engines, sizes, 'asks');
  await compare(bench, 'start and stop of an actor', engines, sizes, 'lives');
  const supervised = Object.fromEntries(Object.entries(engines).filter(([, engine]) => engine.restart !== undefined));
  await compare(bench, 'restart of a failed actor by its supervisor', supervised, sizes, 'restarts');
}

async function withEach(engines: Engines, work: (engines: Engines) => Promise<void>): Promise<void> {
  await work(engines);
  for (const engine of Object.values(engines)) await engine.close();
}

type What = 'tells' | 'asks' | 'lives' | 'restarts';

function compare(bench: Bench, title: string, engines: Engines, sizes: Sizes, what: What) {
  const { rounds, tells, asks, actors: lives } = sizes;
  const measured: Record<What, (engine: Engine) => Promise<Figures>> = {
    tells: (engine) => costOf('message', tells, () => engine.tell(tells)),
    asks: (engine) => costOf('ask', asks, () => engine.ask(asks)),
    lives: (engine) => costOf('actor', lives, () => engine.lives!(lives)),
    restarts: (engine) => costOf('restart', lives, () => engine.restart!(lives)),
  };
  const contenders = Object.fromEntries(
    Object.entries(engines).map(([name, engine]) => [name, () => measured[what](engine)]),
  );
  return bench.compare({ title, rounds, contenders });
}

/** CPU time of tell and ask, against a JSON round trip of as many messages of the same form. */
async function quick(): Promise<Figures> {
  const engine = await ours();
  const count = 100_000;
  const json = async (): Promise<void> => {
    for (let number = 0; number < count; number += 1) JSON.parse(JSON.stringify({ type: 'note', number }));
  };
  const cpuMs = async (work: () => Promise<unknown>): Promise<number> => {
    const rounds: number[] = [];
    for (let round = 0; round < 5; round += 1) rounds.push((await timeOf(work)).cpuMs);
    return Math.min(...rounds);
  };
  const floor = await cpuMs(json);
  const ratios = {
    'CPU of a tell against its JSON': (await cpuMs(() => engine.tell(count))) / floor,
    'CPU of an ask against the JSON of a tell': (10 * (await cpuMs(() => engine.ask(count / 10)))) / floor,
  };
  await engine.close();
  return ratios;
}

export const actors: Benchmark = {
  about: 'What a message between actors costs, and the start, stop and restart of an actor.',
  method: `One actor gets messages from code that is not an actor. \`tell\` sends 1,000 messages of the form
\`{ type, number }\` at once and waits until the actor has handled them; \`ask\` keeps 100 requests in flight,
each with a timeout. Starts, stops and restarts are those of 500 actors at a time. CPU time is that of all threads
of the process.

Ours checks each message against the actor's protocol, carries it as JSON (so no actor can change what another
one has), bounds the mailbox and counts what it cannot deliver. nact and xstate pass references and do none of
these; xstate handles a message within the call of the sender, and has neither a timeout for an answer nor a
supervisor. "In memory" is the runtime by itself; "on the bus" is the way of the program: messages pass the
embedded MQTT broker, where an operator can read them.`,
  peers: true,
  run: (bench) => runActors(bench, SIZES, { nact: nactEngine(), xstate: xstateEngine() }),
  quick,
};
