/** Our actor runtime, over any transport; the actors are on this thread or in a worker. */
import type { ActorSpec, ChildSpec, Ref, System, SystemOptions } from '../../../src/runtime/index.ts';
import { createSystem } from '../../../src/runtime/index.ts';
import { ASK_TIMEOUT_MS, askAll, Countdown, inBursts, type Engine } from './engine.ts';
import { accepts, adder, type Message } from './adder.ts';

type Options = Omit<SystemOptions, 'root'>;

/** The actor is on this thread. */
export async function ours(options: Options = {}): Promise<Engine> {
  const handled = new Countdown();
  const spec: ActorSpec<Message> = { id: 'actor', type: 'actor', accepts, start: adder(handled.tick) };
  const engine = await engineOf(spec as ChildSpec, options, (system, to) => (messages) => {
    const done = handled.from(messages);
    for (let number = 0; number < messages; number += 1) system.outside.tell(to, { type: 'note', number });
    return done;
  });
  return { ...engine, lives: (count) => lives(count, options), restart };
}

/** The actor is in a worker thread. An ask behind each burst tells that it is handled, as messages keep their order. */
export async function oursAcrossThreads(options: Options = {}): Promise<Engine> {
  const module = new URL('thread.js', import.meta.url).href;
  const spec: ChildSpec = { id: 'actor', type: 'thread', module, args: null, resourceLimits: {} };
  return engineOf(spec, options, (system, to) => async (messages) => {
    for (let number = 0; number < messages; number += 1) system.outside.tell(to, { type: 'note', number });
    await askOf(system, to, 0);
  });
}

type Burst = (system: System, to: Ref<Message>) => (messages: number) => Promise<unknown>;

async function engineOf(spec: ChildSpec, options: Options, burst: Burst): Promise<Engine> {
  const system = await started([spec], options);
  const to = system.ref<Message>('actor');
  return {
    tell: (count) => inBursts(count, burst(system, to)),
    ask: (count) => askAll(count, (number) => askOf(system, to, number)),
    close: () => system.stop(),
  };
}

function askOf(system: System, to: Ref<Message>, number: number): Promise<number> {
  return system.outside.ask(to, (replyTo: Ref<number>) => ({ type: 'add', number, replyTo }), ASK_TIMEOUT_MS);
}

async function lives(count: number, options: Options): Promise<void> {
  await (
    await started(
      many(
        count,
        adder(() => {}),
      ),
      options,
    )
  ).stop();
}

async function restart(count: number): Promise<void> {
  const ready = new Countdown();
  const start: ActorSpec<Message>['start'] = (context) => {
    ready.tick();
    return adder(() => {})(context);
  };
  const begun = ready.from(2 * count);
  const system = await started(many(count, start), {});
  for (let nth = 0; nth < count; nth += 1) system.outside.tell(system.ref<Message>(`actor-${nth}`), { type: 'fail' });
  await begun;
  await system.stop();
}

function many(count: number, start: ActorSpec<Message>['start']): ChildSpec[] {
  return Array.from({ length: count }, (_, nth): ChildSpec => {
    const spec: ActorSpec<Message> = { id: `actor-${nth}`, type: 'actor', accepts, start };
    return spec as ChildSpec;
  });
}

async function started(children: ChildSpec[], options: Options): Promise<System> {
  const system = createSystem({
    ...options,
    root: {
      id: 'root',
      type: 'supervisor',
      strategy: 'one-for-one',
      // the pause before a restart rounds to 0
      intensity: { restarts: 1_000_000, windowMs: 1 },
      backoff: { minMs: 0.1, maxMs: 0.1, jitter: 0, resetAfterMs: 1 },
      children,
    },
  });
  await system.start();
  return system;
}
